import { SubsetDataset } from '@expgraph/data/dataset';
import {
  type Dataset,
  dataset,
  type Infer,
  inject,
  Logger,
  node,
  type OutputSpecs,
  type Outputs,
  type Run,
  Sources,
  Tracker,
  Type,
} from '@expgraph/sdk';
import { checkSelection, exampleSelection, matchingExamples } from './example-selection.js';
import { filterSummary, nothingLeft, oneOf } from './messages.js';
import { presentClasses } from './present-classes.js';
import { RelabeledDataset } from './relabeled-dataset.js';
import { unsized } from './unsized.js';

/** Filters the examples of a dataset. */
@node('filter')
export class Filter {
  static readonly description =
    'Keep or drop the examples of a dataset that match a name, a list, a column or a class.';
  static readonly inputs = { data: dataset() };
  static readonly outputs = { data: dataset() };
  static readonly config = Type.Object({
    keep: Type.Optional(exampleSelection('Examples to keep. Default: all.')),
    drop: Type.Optional(exampleSelection('Examples to drop, among those that keep matches.')),
    emptyClasses: Type.Choice(['keep', 'drop'], {
      default: 'keep',
      description:
        'What to do with classes that have no example left: keep them, or drop them, so that class indices change.',
    }),
  });

  constructor(
    @inject(Sources) private readonly sources: Sources,
    @inject(Tracker) private readonly tracker: Tracker,
    @inject(Logger) private readonly logger: Logger,
  ) {}

  static infer({ inputs, config: { keep, drop, emptyClasses } }: Infer<typeof Filter>): OutputSpecs<typeof Filter> {
    if (!keep && !drop) throw oneOf([], 'keep', 'drop');
    if (keep) checkSelection(keep, ['keep']);
    if (drop) checkSelection(drop, ['drop']);
    const data = unsized(inputs.data);
    if (emptyClasses === 'keep' || !data.label) return { data };
    return { data: { ...data, label: { ...data.label, classes: undefined } } };
  }

  async run({ inputs: { data }, config, signal }: Run<typeof Filter>): Promise<Outputs<typeof Filter>> {
    const { sources, logger } = this;
    const { keep, drop } = config;
    const kept = keep && (await matchingExamples(data, keep, ['keep'], { sources, logger, signal }));
    const dropped = drop && (await matchingExamples(data, drop, ['drop'], { sources, logger, signal }));
    const indices = Int32Array.from(
      Array.from({ length: data.size }, (_, index) => index).filter(
        (index) => kept?.[index] !== false && !dropped?.[index],
      ),
    );
    if (indices.length === 0) throw nothingLeft(data.size);
    const notKept = kept?.filter((fits) => !fits).length ?? 0;
    if (indices.length < data.size)
      this.logger.info(filterSummary(data.size, indices.length, notKept, data.size - indices.length - notKept));
    this.tracker.logParams({ kept: indices.length, dropped: data.size - indices.length });
    const rest: Dataset = new SubsetDataset(data, indices);
    return { data: config.emptyClasses === 'drop' ? new RelabeledDataset(rest, presentClasses(rest)) : rest };
  }
}

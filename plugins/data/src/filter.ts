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
import { checkSelection, elementSelection, fitting } from './element-selection.js';
import { keptAndDropped, nothingLeft, oneOf } from './messages.js';
import { presentClasses } from './present-classes.js';
import { RelabelledDataset } from './relabelled-dataset.js';
import { SubsetDataset } from './subset-dataset.js';
import { unsized } from './unsized.js';

/** Leaves out elements of a data set. */
@node('filter')
export class Filter {
  static readonly description =
    'Keeps the elements of a data set that fit, by name, list, column or class, or drops them.';
  static readonly inputs = { data: dataset() };
  static readonly outputs = { data: dataset() };
  static readonly config = Type.Object({
    keep: Type.Optional(elementSelection('What is kept; without it, everything.')),
    drop: Type.Optional(elementSelection('What of that is left out.')),
    emptyClasses: Type.Choice(['keep', 'drop'], {
      default: 'keep',
      description: 'What is done with classes that no element is left of: drop numbers the others anew.',
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
    const kept = keep && (await fitting(data, keep, ['keep'], { sources, logger, signal }));
    const dropped = drop && (await fitting(data, drop, ['drop'], { sources, logger, signal }));
    const indices = Int32Array.from(
      Array.from({ length: data.size }, (_, index) => index).filter(
        (index) => kept?.[index] !== false && !dropped?.[index],
      ),
    );
    if (indices.length === 0) throw nothingLeft(data.size);
    const notKept = kept?.filter((fits) => !fits).length ?? 0;
    if (indices.length < data.size)
      this.logger.info(keptAndDropped(data.size, indices.length, notKept, data.size - indices.length - notKept));
    this.tracker.logParams({ kept: indices.length, dropped: data.size - indices.length });
    const rest: Dataset = new SubsetDataset(data, indices);
    return { data: config.emptyClasses === 'drop' ? new RelabelledDataset(rest, presentClasses(rest)) : rest };
  }
}

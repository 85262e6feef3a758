import {
  type Dataset,
  dataset,
  type Infer,
  inject,
  Logger,
  node,
  type OutputSpecs,
  type Outputs,
  Random,
  type Run,
  Tracker,
  Type,
} from '@expgraph/sdk';
import { sharesTooLarge, tooFewToSplit } from './messages.js';
import { splitIndices } from './split-indices.js';
import { SubsetDataset } from './subset-dataset.js';

const share = (byDefault: number, purpose: string) =>
  Type.Number({ minimum: 0, maximum: 1, default: byDefault, description: `Share of the data ${purpose}.` });

/** Splits a data set at random into parts that have no element in common. */
@node('split')
export class Split {
  static readonly description = 'Splits a data set at random into parts for training, validation and test.';
  static readonly inputs = { data: dataset() };
  static readonly outputs = { train: dataset(), validation: dataset(), test: dataset() };
  static readonly config = Type.Object({
    train: share(0.7, 'to learn from'),
    validation: share(0.15, 'to watch while learning'),
    test: share(0.15, 'to measure with at the end'),
    stratify: Type.Boolean({
      default: true,
      description: 'Whether each part has the same share of every class; without effect where labels are numbers.',
    }),
  });

  constructor(
    @inject(Random) private readonly random: Random,
    @inject(Tracker) private readonly tracker: Tracker,
    @inject(Logger) private readonly logger: Logger,
  ) {}

  static infer({ inputs, config }: Infer<typeof Split>): OutputSpecs<typeof Split> {
    const sum = config.train + config.validation + config.test;
    if (sum > 1 + 1e-9) throw sharesTooLarge(sum);
    const { size: _, ...part } = inputs.data;
    return {
      train: { ...part, part: 'train' },
      validation: { ...part, part: 'validation' },
      test: { ...part, part: 'test' },
    };
  }

  run({ inputs: { data }, config }: Run<typeof Split>): Outputs<typeof Split> {
    const shares = [config.train, config.validation, config.test];
    const parts = shares.filter((part) => part > 0).length;
    if (data.size < parts) throw tooFewToSplit(data.size, parts);
    const labels = config.stratify && data.classes.length > 0 ? data.labels() : undefined;
    if (labels) this.warnOfSmallClasses(data, labels, parts);
    const indices = splitIndices(data.size, shares, this.random, labels);
    const [train, validation, test] = indices.map((part) => new SubsetDataset(data, part));
    this.tracker.logParams({ train: train.size, validation: validation.size, test: test.size });
    return { train, validation, test };
  }

  private warnOfSmallClasses({ classes }: Dataset, labels: Int32Array | Float32Array, parts: number): void {
    const counts = classes.map(() => 0);
    for (const label of labels) counts[label] += 1;
    const small = classes.filter((_, index) => counts[index] < parts).map((name) => `"${name}"`);
    if (small.length === 0) return;
    const list = `${small.slice(0, 5).join(', ')}${small.length > 5 ? ` … and ${small.length - 5} more` : ''}`;
    this.logger.warn(`${list}: fewer than ${parts} examples, so not in every part.`);
  }
}

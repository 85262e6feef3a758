import {
  dataset,
  type Infer,
  inject,
  node,
  type OutputSpecs,
  type Outputs,
  Random,
  type Run,
  Tracker,
  Type,
} from '@expgraph/sdk';
import { shares } from './messages.js';
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
    stratify: Type.Boolean({ default: true, description: 'Whether each part has the same share of every class.' }),
  });

  constructor(
    @inject(Random) private readonly random: Random,
    @inject(Tracker) private readonly tracker: Tracker,
  ) {}

  static infer({ inputs, config }: Infer<typeof Split>): OutputSpecs<typeof Split> {
    const sum = config.train + config.validation + config.test;
    if (sum > 1 + 1e-9) throw shares(sum);
    const { size: _, ...part } = inputs.data;
    return { train: part, validation: part, test: part };
  }

  run({ inputs: { data }, config }: Run<typeof Split>): Outputs<typeof Split> {
    const stratify = config.stratify && data.classes.length > 0;
    const parts = [config.train, config.validation, config.test];
    const indices = splitIndices(data.size, parts, this.random, stratify ? data.labels() : undefined);
    const [train, validation, test] = indices.map((part) => new SubsetDataset(data, part));
    this.tracker.logParams({ train: train.size, validation: validation.size, test: test.size });
    return { train, validation, test };
  }
}

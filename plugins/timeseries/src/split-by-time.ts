import {
  type Infer,
  inject,
  Logger,
  node,
  type OutputSpecs,
  type Outputs,
  type Run,
  Tracker,
  Type,
} from '@expgraph/sdk';
import { scaledBeforeSplit, sharesTooLarge, tooShort } from './messages.js';
import { series } from './series.js';
import { slice } from './slice.js';

const share = (byDefault: number, purpose: string) =>
  Type.Number({ minimum: 0, maximum: 1, default: byDefault, description: `Share of the time ${purpose}.` });

/** Splits a series in time: what is tested lies behind what is learnt from, as in use. */
@node('timeseries/split')
export class SplitByTime {
  static readonly description = 'Splits a series in time: first the part for training, then validation, then test.';
  static readonly inputs = { data: series() };
  static readonly outputs = { train: series(), validation: series(), test: series() };
  static readonly config = Type.Object({
    train: share(0.7, 'to learn from'),
    validation: share(0.15, 'to watch while learning'),
    test: share(0.15, 'to measure with at the end'),
  });

  constructor(
    @inject(Tracker) private readonly tracker: Tracker,
    @inject(Logger) private readonly logger: Logger,
  ) {}

  static infer({ inputs: { data }, config }: Infer<typeof SplitByTime>): OutputSpecs<typeof SplitByTime> {
    const sum = config.train + config.validation + config.test;
    if (sum > 1 + 1e-9) throw sharesTooLarge(sum);
    if (data.scaledByWhole) throw scaledBeforeSplit();
    const part = (name: string) => ({ ...data, part: name });
    return { train: part('train'), validation: part('validation'), test: part('test') };
  }

  run({ inputs: { data }, config }: Run<typeof SplitByTime>): Outputs<typeof SplitByTime> {
    const shares = [config.train, config.validation, config.test];
    const { length } = data.moments;
    const parts = shares.filter((part) => part > 0).length;
    if (length < parts) throw tooShort(length, parts, 'a split');
    let [end, sum] = [0, 0];
    const [train, validation, test] = shares.map((part) => {
      const start = end;
      sum += part;
      end = Math.round(sum * length);
      return slice(data, start, end);
    });
    const sizes = { train: train.moments.length, validation: validation.moments.length, test: test.moments.length };
    if (end < length)
      this.logger.warn(
        `The last ${length - end} of ${length} moments are in no part: train, validation and test add up to ${Number(sum.toFixed(9))}.`,
      );
    this.tracker.logParams(sizes);
    return { train, validation, test };
  }
}

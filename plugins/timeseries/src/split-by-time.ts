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
import { fractionsTooLarge, scaledBeforeSplit, tooShort } from './messages.js';
import { series } from './series.js';
import { slice } from './slice.js';

const fraction = (byDefault: number, purpose: string) =>
  Type.Number({ minimum: 0, maximum: 1, default: byDefault, description: `Fraction of the series ${purpose}.` });

/** Splits a series chronologically, so that the test part comes after the training part, as in use. */
@node('timeseries/split')
export class SplitByTime {
  static readonly description = 'Split a series chronologically into training, validation and test parts.';
  static readonly inputs = { data: series() };
  static readonly outputs = { train: series(), validation: series(), test: series() };
  static readonly config = Type.Object({
    train: fraction(0.7, 'for training'),
    validation: fraction(0.15, 'for validation'),
    test: fraction(0.15, 'for the final test'),
  });

  constructor(
    @inject(Tracker) private readonly tracker: Tracker,
    @inject(Logger) private readonly logger: Logger,
  ) {}

  static infer({ inputs: { data }, config }: Infer<typeof SplitByTime>): OutputSpecs<typeof SplitByTime> {
    const sum = config.train + config.validation + config.test;
    if (sum > 1 + 1e-9) throw fractionsTooLarge(sum);
    if (data.scaledByWhole) throw scaledBeforeSplit();
    const part = (name: string) => ({ ...data, part: name });
    return { train: part('train'), validation: part('validation'), test: part('test') };
  }

  run({ inputs: { data }, config }: Run<typeof SplitByTime>): Outputs<typeof SplitByTime> {
    const fractions = [config.train, config.validation, config.test];
    const { length } = data.timesteps;
    const parts = fractions.filter((part) => part > 0).length;
    if (length < parts) throw tooShort(length, parts, 'a split');
    let [end, sum] = [0, 0];
    const [train, validation, test] = fractions.map((part) => {
      const start = end;
      sum += part;
      end = Math.round(sum * length);
      return slice(data, start, end);
    });
    const sizes = {
      train: train.timesteps.length,
      validation: validation.timesteps.length,
      test: test.timesteps.length,
    };
    if (end < length)
      this.logger.warn(
        `The last ${length - end} of ${length} timesteps are in no part: train, validation and test add up to ${Number(sum.toFixed(9))}.`,
      );
    this.tracker.logParams(sizes);
    return { train, validation, test };
  }
}

import {
  dataset,
  type Infer,
  inject,
  Logger,
  node,
  type OutputSpecs,
  type Outputs,
  type Run,
  Type,
} from '@expgraph/sdk';
import { fewerThanCount, oneOf, taken, takeTooMany } from './messages.js';
import { SubsetDataset } from './subset-dataset.js';
import { unsized } from './unsized.js';

/** Takes elements that follow one another. */
@node('take')
export class Take {
  static readonly description = 'Takes the first elements of a data set, or those behind the first.';
  static readonly inputs = { data: dataset() };
  static readonly outputs = { data: dataset() };
  static readonly config = Type.Object({
    count: Type.Optional(
      Type.Integer({ minimum: 1, description: 'Elements that are taken; all, with a warning, if there are fewer.' }),
    ),
    share: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        maximum: 1,
        description: 'Share of the data that is taken, instead of count.',
      }),
    ),
    skip: Type.Integer({ minimum: 0, default: 0, description: 'Elements at the beginning that are left out.' }),
  });

  constructor(@inject(Logger) private readonly logger: Logger) {}

  static infer({ inputs, config }: Infer<typeof Take>): OutputSpecs<typeof Take> {
    if ((config.count === undefined) === (config.share === undefined)) throw oneOf([], 'count', 'share');
    return { data: unsized(inputs.data) };
  }

  run({ inputs: { data }, config }: Run<typeof Take>): Outputs<typeof Take> {
    const { count = Math.max(1, Math.round((config.share ?? 1) * data.size)), skip } = config;
    if (skip >= data.size) throw takeTooMany(data.size, skip);
    const length = Math.min(count, data.size - skip);
    if (config.count !== undefined && config.count > length)
      this.logger.warn(fewerThanCount(config.count, length, skip));
    else if (length < data.size) this.logger.info(taken(length, data.size, skip));
    return {
      data: new SubsetDataset(
        data,
        Int32Array.from({ length }, (_, index) => skip + index),
      ),
    };
  }
}

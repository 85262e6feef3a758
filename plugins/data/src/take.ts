import { SubsetDataset } from '@expgraph/data/dataset';
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
import { unsized } from './unsized.js';

/** Takes consecutive examples of a dataset. */
@node('take')
export class Take {
  static readonly description = 'Take the first examples of a dataset, or those after the first `skip`.';
  static readonly inputs = { data: dataset() };
  static readonly outputs = { data: dataset() };
  static readonly config = Type.Object(
    {
      count: Type.Optional(
        Type.Integer({
          minimum: 1,
          description: 'Number of examples to take; all, with a warning, if there are fewer.',
        }),
      ),
      fraction: Type.Optional(
        Type.Number({
          exclusiveMinimum: 0,
          maximum: 1,
          description: 'Fraction of the dataset to take, instead of count, 0 to 1.',
        }),
      ),
      skip: Type.Integer({ minimum: 0, default: 0, description: 'Number of examples to skip at the beginning.' }),
    },
    { renamed: { share: 'fraction' } },
  );

  constructor(@inject(Logger) private readonly logger: Logger) {}

  static infer({ inputs, config }: Infer<typeof Take>): OutputSpecs<typeof Take> {
    if ((config.count === undefined) === (config.fraction === undefined)) throw oneOf([], 'count', 'fraction');
    return { data: unsized(inputs.data) };
  }

  run({ inputs: { data }, config }: Run<typeof Take>): Outputs<typeof Take> {
    const { count = Math.max(1, Math.round((config.fraction ?? 1) * data.size)), skip } = config;
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

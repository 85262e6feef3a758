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
import { leftOutOfStreams, tooFewForStreams } from './messages.js';
import { unsized } from './unsized.js';

/** Interleaves contiguous streams of a dataset, for stateful RNNs. */
@node('streams')
export class Streams {
  static readonly description =
    'Interleave the dataset into `count` contiguous streams, so that row i of a batch continues row i of the previous batch, for stateful RNNs.';
  static readonly inputs = { data: dataset() };
  static readonly outputs = { data: dataset() };
  static readonly config = Type.Object({
    count: Type.Integer({
      minimum: 1,
      description: 'Number of streams, all of the same length. Set batchSize of train and evaluate to the same number.',
    }),
  });

  constructor(@inject(Logger) private readonly logger: Logger) {}

  static infer({ inputs, config }: Infer<typeof Streams>): OutputSpecs<typeof Streams> {
    const { size } = inputs.data;
    if (size !== undefined && size < config.count) throw tooFewForStreams(size, config.count);
    return { data: unsized(inputs.data) };
  }

  run({ inputs: { data }, config: { count } }: Run<typeof Streams>): Outputs<typeof Streams> {
    const length = Math.floor(data.size / count);
    if (length === 0) throw tooFewForStreams(data.size, count);
    const left = data.size - length * count;
    if (left > 0) this.logger.info(leftOutOfStreams(left, data.size, count));
    const order = Int32Array.from({ length: length * count }, (_, index) => {
      const [step, stream] = [Math.floor(index / count), index % count];
      return stream * length + step;
    });
    return { data: new SubsetDataset(data, order) };
  }
}

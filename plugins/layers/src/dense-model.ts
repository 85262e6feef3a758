import {
  dataset,
  type Infer,
  inject,
  model,
  node,
  type OutputSpecs,
  type Outputs,
  Random,
  type Run,
  Type,
} from '@expgraph/sdk';
import { TensorFlow } from '@expgraph/tensorflow';
import { denseOptions } from './dense-options.js';
import { inferDense } from './infer-dense.js';
import { noClasses } from './messages.js';

/** Builds a network of dense layers. */
@node('model/dense')
export class DenseModel {
  static readonly description = 'Build a network of dense layers (DNN) for the features of a dataset.';
  static readonly inputs = {
    data: dataset({
      description:
        'Dataset whose shape and classes the network is for; for labels that are numbers, the network outputs one number.',
    }),
  };
  static readonly outputs = { model: model() };
  static readonly config = Type.Object(denseOptions([128]));

  constructor(
    @inject(TensorFlow) private readonly tensorflow: TensorFlow,
    @inject(Random) private readonly random: Random,
  ) {}

  static infer({ inputs, config }: Infer<typeof DenseModel>): OutputSpecs<typeof DenseModel> {
    return { model: inferDense(inputs.data, config.units.length, config.dropout > 0) };
  }

  async run({ inputs, config }: Run<typeof DenseModel>): Promise<Outputs<typeof DenseModel>> {
    await this.tensorflow.start();
    const { denseNetwork } = await import('./dense-network.js');
    const { spec, classes } = inputs.data;
    if (spec.label && spec.label.encoding !== 'number' && classes.length < 2) throw noClasses(classes);
    const options = { ...config, random: this.random };
    return { model: denseNetwork('dense', inputs.data, options) };
  }
}

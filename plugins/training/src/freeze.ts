import { type Infer, inject, model, node, type OutputSpecs, type Outputs, type Run, Type } from '@expgraph/sdk';
import { TensorFlow } from '@expgraph/tensorflow';
import { checkLayer } from './layer-names.js';

/** Stops layers from training. A frozen batch normalisation uses, and keeps, the statistics that it has. */
@node('freeze')
export class Freeze {
  static readonly description = 'Stops the layers of a model from training: all of them, or those up to a named one.';
  static readonly inputs = { model: model() };
  static readonly outputs = { model: model() };
  static readonly config = Type.Object({
    upTo: Type.Optional(
      Type.String({ description: 'The last layer to freeze, by its Keras name. Without it, every layer is frozen.' }),
    ),
  });

  constructor(@inject(TensorFlow) private readonly tensorflow: TensorFlow) {}

  static infer({ inputs, config }: Infer<typeof Freeze>): OutputSpecs<typeof Freeze> {
    checkLayer(
      'upTo',
      config.upTo,
      inputs.model.layers?.map((layer) => layer.name),
    );
    return { model: inputs.model };
  }

  async run({ inputs, config }: Run<typeof Freeze>): Promise<Outputs<typeof Freeze>> {
    await this.tensorflow.start();
    const { cloneModel } = await import('@expgraph/tensorflow/model');
    const { layers } = inputs.model.network;
    const names = layers.map((layer) => layer.name);
    checkLayer('upTo', config.upTo, names);
    const last = config.upTo === undefined ? names.length - 1 : names.indexOf(config.upTo);
    const frozen = cloneModel(inputs.model);
    for (const layer of frozen.network.layers.slice(0, last + 1)) layer.trainable = false;
    return { model: frozen };
  }
}

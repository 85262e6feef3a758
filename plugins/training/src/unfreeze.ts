import { type Infer, inject, model, node, type OutputSpecs, type Outputs, type Run, Type } from '@expgraph/sdk';
import { TensorFlow } from '@expgraph/tensorflow';
import { checkLayer } from './layer-names.js';

/**
 * Lets layers train again, from a named one to the output. Batch normalisation stays frozen unless asked otherwise: with
 * the small batches of fine-tuning, new statistics would undo what the backbone has learnt.
 */
@node('unfreeze')
export class Unfreeze {
  static readonly description = 'Lets the layers of a model train again: all of them, or those from a named one on.';
  static readonly inputs = { model: model() };
  static readonly outputs = { model: model() };
  static readonly config = Type.Object({
    from: Type.Optional(
      Type.String({ description: 'The first layer to unfreeze, by its Keras name, for example block_13_expand.' }),
    ),
    batchNormalization: Type.Choice(['frozen', 'train'], {
      default: 'frozen',
      description: 'Whether batch normalisation keeps its statistics and weights, or trains with the rest.',
    }),
  });

  constructor(@inject(TensorFlow) private readonly tensorflow: TensorFlow) {}

  static infer({ inputs, config }: Infer<typeof Unfreeze>): OutputSpecs<typeof Unfreeze> {
    checkLayer(
      'from',
      config.from,
      inputs.model.layers?.map((layer) => layer.name),
    );
    return { model: inputs.model };
  }

  async run({ inputs, config }: Run<typeof Unfreeze>): Promise<Outputs<typeof Unfreeze>> {
    await this.tensorflow.start();
    const { cloneModel } = await import('@expgraph/tensorflow/model');
    const names = inputs.model.network.layers.map((layer) => layer.name);
    checkLayer('from', config.from, names);
    const first = config.from === undefined ? 0 : names.indexOf(config.from);
    const thawed = cloneModel(inputs.model);
    for (const layer of thawed.network.layers.slice(first)) {
      layer.trainable = config.batchNormalization === 'train' || layer.getClassName() !== 'BatchNormalization';
    }
    return { model: thawed };
  }
}

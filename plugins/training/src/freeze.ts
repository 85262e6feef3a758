import { type Infer, inject, model, node, type OutputSpecs, type Outputs, type Run, Type } from '@expgraph/sdk';
import { TensorFlow } from '@expgraph/tensorflow';
import { LAYER_SELECTION, selectLayers } from './layer-selection.js';
import { layersOf, withFrozen } from './layers-of.js';

/** Freezes layers. Frozen batch normalization uses its moving statistics and does not update them. */
@node('freeze')
export class Freeze {
  static readonly description =
    'Freeze layers of a model: those that match all options, or every layer without options.';
  static readonly inputs = { model: model() };
  static readonly outputs = { model: model() };
  static readonly config = Type.Object(LAYER_SELECTION);

  constructor(@inject(TensorFlow) private readonly tensorflow: TensorFlow) {}

  static infer({ inputs, config }: Infer<typeof Freeze>): OutputSpecs<typeof Freeze> {
    const { layers } = inputs.model;
    return { model: { ...inputs.model, layers: layers && withFrozen(layers, selectLayers(layers, config), true) } };
  }

  async run({ inputs, config }: Run<typeof Freeze>): Promise<Outputs<typeof Freeze>> {
    await this.tensorflow.start();
    const { cloneModel } = await import('@expgraph/tensorflow/model');
    const selected = selectLayers(layersOf(inputs.model), config);
    const frozen = cloneModel(inputs.model);
    for (const { name } of selected) frozen.network.getLayer(name).trainable = false;
    return { model: frozen };
  }
}

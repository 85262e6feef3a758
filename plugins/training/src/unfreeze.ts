import { type Infer, inject, model, node, type OutputSpecs, type Outputs, type Run, Type } from '@expgraph/sdk';
import { TensorFlow } from '@expgraph/tensorflow';
import { layersOf, withFrozen } from './layers-of.js';
import { layersToUnfreeze, UNFREEZING } from './unfreezing.js';

/** Unfreezes layers. Layers that are already trainable stay trainable. */
@node('unfreeze')
export class Unfreeze {
  static readonly description =
    'Unfreeze layers of a model: those that match all options, or every layer without options.';
  static readonly inputs = { model: model() };
  static readonly outputs = { model: model() };
  static readonly config = Type.Object(UNFREEZING);

  constructor(@inject(TensorFlow) private readonly tensorflow: TensorFlow) {}

  static infer({ inputs, config }: Infer<typeof Unfreeze>): OutputSpecs<typeof Unfreeze> {
    const { layers } = inputs.model;
    return {
      model: { ...inputs.model, layers: layers && withFrozen(layers, layersToUnfreeze(layers, config), false) },
    };
  }

  async run({ inputs, config }: Run<typeof Unfreeze>): Promise<Outputs<typeof Unfreeze>> {
    await this.tensorflow.start();
    const { cloneModel } = await import('@expgraph/tensorflow/model');
    const selected = layersToUnfreeze(layersOf(inputs.model), config);
    const unfrozen = cloneModel(inputs.model);
    for (const { name } of selected) unfrozen.network.getLayer(name).trainable = true;
    return { model: unfrozen };
  }
}

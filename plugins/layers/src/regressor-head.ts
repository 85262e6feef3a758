import { type Infer, inject, model, node, type OutputSpecs, type Outputs, Random, type Run, Type } from '@expgraph/sdk';
import { TensorFlow } from '@expgraph/tensorflow';
import { headOptions } from './dense-options.js';
import { withHeadLayers } from './head-layers.js';

/**
 * Adds a regression head to a backbone or a recurrent network: global pooling, dense layers with dropout, and one
 * number.
 */
@node('head/regressor')
export class RegressorHead {
  static readonly description = 'Add a regression head to a model: pooling, dense layers and one number.';
  static readonly inputs = {
    model: model({ description: 'Model whose output is feature maps, sequences or feature vectors.' }),
  };
  static readonly outputs = { model: model({ output: { shape: ['batch', 1] } }) };
  static readonly config = Type.Object(headOptions());

  constructor(
    @inject(TensorFlow) private readonly tensorflow: TensorFlow,
    @inject(Random) private readonly random: Random,
  ) {}

  static infer({ inputs, config }: Infer<typeof RegressorHead>): OutputSpecs<typeof RegressorHead> {
    const layers = withHeadLayers(inputs.model, config);
    const output = { dtype: 'float32', shape: ['batch', 1] } as const;
    return { model: { ...inputs.model, classes: undefined, output, layers } };
  }

  async run({ inputs, config }: Run<typeof RegressorHead>): Promise<Outputs<typeof RegressorHead>> {
    await this.tensorflow.start();
    const { addHead } = await import('./add-head.js');
    return { model: addHead(inputs.model, { ...config, classes: [], random: this.random }) };
  }
}

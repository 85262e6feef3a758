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
import { headOptions } from './dense-options.js';
import { withHeadLayers } from './head-layers.js';
import { outputFor } from './infer-dense.js';
import { noClasses, notSteps } from './messages.js';

/**
 * Adds a classifier to a backbone or a recurrent network: global pooling, dense layers with dropout, and a softmax over
 * the classes or, for multi-label data, sigmoids. If each timestep has a class, it does not pool: the dense layers
 * apply to each timestep.
 */
@node('head/classifier')
export class ClassifierHead {
  static readonly description =
    'Add a classifier head to a model: pooling, dense layers and a probability for each class (of each timestep for tags).';
  static readonly inputs = {
    model: model({ description: 'Model whose output is feature maps, sequences or feature vectors.' }),
    data: dataset({
      label: ['class', 'classes', 'tags'],
      description: 'Dataset with the classes of the head; its features are not read.',
    }),
  };
  static readonly outputs = { model: model() };
  static readonly config = Type.Object(headOptions());

  constructor(
    @inject(TensorFlow) private readonly tensorflow: TensorFlow,
    @inject(Random) private readonly random: Random,
  ) {}

  static infer({ inputs, config }: Infer<typeof ClassifierHead>): OutputSpecs<typeof ClassifierHead> {
    const { model, data } = inputs;
    const perStep = data.label?.encoding === 'tags';
    const layers = withHeadLayers(model, { ...config, perStep });
    return { model: { ...model, classes: data.label?.classes, output: outputFor(data, model.output), layers } };
  }

  async run({ inputs, config }: Run<typeof ClassifierHead>): Promise<Outputs<typeof ClassifierHead>> {
    await this.tensorflow.start();
    const { addHead } = await import('./add-head.js');
    const { classes } = inputs.data;
    if (classes.length < 2) throw noClasses(classes);
    const { encoding } = inputs.data.spec.label ?? {};
    const [multiLabel, perStep] = [encoding === 'classes', encoding === 'tags'];
    const [{ shape }] = inputs.model.network.outputs;
    if (perStep && shape.length !== 3)
      throw notSteps({
        dtype: 'float32',
        shape: shape.map((size, axis) => size ?? ['batch', 'height', 'width'][axis] ?? 'any'),
      });
    return { model: addHead(inputs.model, { ...config, classes, multiLabel, perStep, random: this.random }) };
  }
}

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
import { noClasses } from './messages.js';

/**
 * Puts a classifier on a backbone or a recurrent network: global pooling, dense layers with dropout, and one probability a class, of a softmax, or
 * of sigmoids where an example has any number of classes.
 */
@node('head/classifier')
export class ClassifierHead {
  static readonly description = 'Puts pooling, dense layers and one probability a class on a backbone.';
  static readonly inputs = {
    model: model({ description: 'What ends in feature maps, sequences or feature vectors.' }),
    data: dataset({
      label: ['class', 'classes'],
      description: 'Its classes are those of the head; its features are not read.',
    }),
  };
  static readonly outputs = { model: model() };
  static readonly config = Type.Object(headOptions());

  constructor(
    @inject(TensorFlow) private readonly tensorflow: TensorFlow,
    @inject(Random) private readonly random: Random,
  ) {}

  static infer({ inputs, config }: Infer<typeof ClassifierHead>): OutputSpecs<typeof ClassifierHead> {
    const layers = withHeadLayers(inputs.model, config);
    return { model: { ...inputs.model, classes: inputs.data.label?.classes, output: outputFor(inputs.data), layers } };
  }

  async run({ inputs, config }: Run<typeof ClassifierHead>): Promise<Outputs<typeof ClassifierHead>> {
    await this.tensorflow.start();
    const { addHead } = await import('./add-head.js');
    const { classes } = inputs.data;
    if (classes.length < 2) throw noClasses(classes);
    const multiLabel = inputs.data.spec.label?.encoding === 'classes';
    return { model: addHead(inputs.model, { ...config, classes, multiLabel, random: this.random }) };
  }
}

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
import { inferDense } from './infer-dense.js';
import { noClasses } from './messages.js';

/** Multinomial logistic regression: one weight per feature and class, no hidden layer. */
@node('model/logistic-regression')
export class LogisticRegression {
  static readonly description = 'Build a logistic regression: a network without hidden layers.';
  static readonly inputs = {
    data: dataset({
      label: ['class', 'classes'],
      description: 'Dataset whose shape and classes the model is for.',
    }),
  };
  static readonly outputs = { model: model() };
  static readonly config = Type.Object({});

  constructor(
    @inject(TensorFlow) private readonly tensorflow: TensorFlow,
    @inject(Random) private readonly random: Random,
  ) {}

  static infer({ inputs }: Infer<typeof LogisticRegression>): OutputSpecs<typeof LogisticRegression> {
    return { model: inferDense(inputs.data, 0, false) };
  }

  async run({ inputs }: Run<typeof LogisticRegression>): Promise<Outputs<typeof LogisticRegression>> {
    await this.tensorflow.start();
    const { denseNetwork } = await import('./dense-network.js');
    if (inputs.data.classes.length < 2) throw noClasses(inputs.data.classes);
    const options = { units: [], activation: 'relu', dropout: 0, random: this.random } as const;
    return { model: denseNetwork('logistic-regression', inputs.data, options) };
  }
}

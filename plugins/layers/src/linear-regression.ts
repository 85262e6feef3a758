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

/** Linear regression: one weight per feature. */
@node('model/linear-regression')
export class LinearRegression {
  static readonly description = 'Build a linear regression.';
  static readonly inputs = {
    data: dataset({ label: 'number', description: 'Dataset whose features the model is for.' }),
  };
  static readonly outputs = { model: model() };
  static readonly config = Type.Object({});

  constructor(
    @inject(TensorFlow) private readonly tensorflow: TensorFlow,
    @inject(Random) private readonly random: Random,
  ) {}

  static infer({ inputs }: Infer<typeof LinearRegression>): OutputSpecs<typeof LinearRegression> {
    return { model: inferDense(inputs.data, 0, false) };
  }

  async run({ inputs }: Run<typeof LinearRegression>): Promise<Outputs<typeof LinearRegression>> {
    await this.tensorflow.start();
    const { denseNetwork } = await import('./dense-network.js');
    const options = { units: [], activation: 'relu', dropout: 0, random: this.random } as const;
    return { model: denseNetwork('linear-regression', inputs.data, options) };
  }
}

import { type ComponentConfig, component, type MakeComponent, Type } from '@expgraph/sdk';
import type { Schedule } from './kinds.js';

const learningRate = (byDefault: number) =>
  Type.Union([Type.Number({ exclusiveMinimum: 0 }), Type.Component('schedule')], {
    default: byDefault,
    description: 'Size of a step, or a schedule of it.',
  });

const epsilon = Type.Number({
  exclusiveMinimum: 0,
  default: 1e-7,
  description: 'Keeps the division from overflowing.',
});
const beta1 = Type.Number({
  minimum: 0,
  exclusiveMaximum: 1,
  default: 0.9,
  description: 'Decay of the mean of the gradient.',
});
const beta2 = Type.Number({
  minimum: 0,
  exclusiveMaximum: 1,
  default: 0.999,
  description: 'Decay of the mean of its square.',
});

/** Returns a learning rate, or creates its schedule, which may come from any plugin. */
const rate = async (value: number | ComponentConfig, make: MakeComponent): Promise<number | Schedule> =>
  typeof value === 'number' ? value : make('schedule', value);

const rules = () => import('./update-rules.js');

export const sgd = component({
  kind: 'optimizer',
  type: 'sgd',
  description: 'Stochastic gradient descent, with momentum if wanted.',
  config: Type.Object({
    learningRate: learningRate(0.01),
    momentum: Type.Number({
      minimum: 0,
      exclusiveMaximum: 1,
      default: 0,
      description: 'Share of the last step that is kept.',
    }),
    nesterov: Type.Boolean({ default: false, description: "Nesterov's momentum." }),
  }),
  create: async (config, make) =>
    (await rules()).sgd({ ...config, learningRate: await rate(config.learningRate, make) }),
});

export const rmsprop = component({
  kind: 'optimizer',
  type: 'rmsprop',
  description: 'Divides the gradient by a running mean of its size (Tieleman and Hinton, 2012).',
  config: Type.Object({
    learningRate: learningRate(0.001),
    rho: Type.Number({ minimum: 0, exclusiveMaximum: 1, default: 0.9, description: 'Decay of that mean.' }),
    momentum: Type.Number({
      minimum: 0,
      exclusiveMaximum: 1,
      default: 0,
      description: 'Share of the last step that is kept.',
    }),
    epsilon,
  }),
  create: async (config, make) =>
    (await rules()).rmsprop({ ...config, learningRate: await rate(config.learningRate, make) }),
});

export const adam = component({
  kind: 'optimizer',
  type: 'adam',
  description: 'Adam (Kingma and Ba, 2015, arXiv:1412.6980).',
  config: Type.Object({ learningRate: learningRate(0.001), beta1, beta2, epsilon }),
  create: async (config, make) =>
    (await rules()).adam({ ...config, learningRate: await rate(config.learningRate, make) }),
});

export const adamw = component({
  kind: 'optimizer',
  type: 'adamw',
  description: 'Adam with decoupled weight decay (Loshchilov and Hutter, 2019, arXiv:1711.05101).',
  config: Type.Object({
    learningRate: learningRate(0.001),
    weightDecay: Type.Number({
      minimum: 0,
      default: 0.004,
      description: 'Share of each weight taken away in a step, times the rate.',
    }),
    beta1,
    beta2,
    epsilon,
  }),
  create: async (config, make) =>
    (await rules()).adamw({ ...config, learningRate: await rate(config.learningRate, make) }),
});

export const nadam = component({
  kind: 'optimizer',
  type: 'nadam',
  description: "Adam with Nesterov's momentum (Dozat, 2016).",
  config: Type.Object({ learningRate: learningRate(0.001), beta1, beta2, epsilon }),
  create: async (config, make) =>
    (await rules()).nadam({ ...config, learningRate: await rate(config.learningRate, make) }),
});

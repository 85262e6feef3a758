import { component, Type } from '@expgraph/sdk';
import type { Callback, CallbackAction } from './kinds.js';
import { isBetter, mode, monitor, monitored } from './monitored.js';

export const earlyStopping = component({
  kind: 'callback',
  type: 'early-stopping',
  description: 'Stops when a metric no longer improves, and goes back to the best weights.',
  config: Type.Object({
    monitor,
    mode,
    patience: Type.Integer({ minimum: 0, default: 0, description: 'Epochs without improvement that are borne.' }),
    minDelta: Type.Number({ minimum: 0, default: 0, description: 'Less than this is no improvement.' }),
    restoreBestWeights: Type.Boolean({ default: true, description: 'Whether the weights of the best epoch are kept.' }),
    startFromEpoch: Type.Integer({ minimum: 0, default: 0, description: 'Epochs before watching begins.' }),
  }),
  create(config): Callback {
    let memory: { best?: number; wait: number } = { wait: 0 };
    const restore: CallbackAction[] = config.restoreBestWeights ? ['restore-weights'] : [];
    return {
      monitor: config.monitor,
      onEpochEnd(epoch, logs) {
        if (epoch < config.startFromEpoch) return [];
        const value = monitored(logs, config.monitor);
        if (isBetter(value, memory.best, config.monitor, config.mode, config.minDelta)) {
          memory = { best: value, wait: 0 };
          return config.restoreBestWeights ? ['remember-weights'] : [];
        }
        memory = { ...memory, wait: memory.wait + 1 };
        return memory.wait >= config.patience && epoch > 0 ? ['stop'] : [];
      },
      onUnfreeze() {
        memory = { ...memory, wait: 0 };
      },
      onTrainEnd: () => (memory.best === undefined ? [] : restore),
      state: () => memory,
      restore(state) {
        memory = state as typeof memory;
      },
    };
  },
});

export const reduceLrOnPlateau = component({
  kind: 'callback',
  type: 'reduce-lr-on-plateau',
  description: 'Makes the learning rate smaller when a metric no longer improves.',
  config: Type.Object({
    monitor,
    mode,
    factor: Type.Number({
      exclusiveMinimum: 0,
      exclusiveMaximum: 1,
      default: 0.1,
      description: 'What the rate is multiplied by.',
    }),
    patience: Type.Integer({ minimum: 0, default: 10, description: 'Epochs without improvement that are borne.' }),
    minDelta: Type.Number({ minimum: 0, default: 1e-4, description: 'Less than this is no improvement.' }),
    cooldown: Type.Integer({ minimum: 0, default: 0, description: 'Epochs after a change before watching goes on.' }),
  }),
  create(config): Callback {
    let memory: { best?: number; wait: number; cooldown: number } = { wait: 0, cooldown: 0 };
    return {
      monitor: config.monitor,
      onEpochEnd(_, logs) {
        const value = monitored(logs, config.monitor);
        if (memory.cooldown > 0) memory = { ...memory, cooldown: memory.cooldown - 1, wait: 0 };
        if (isBetter(value, memory.best, config.monitor, config.mode, config.minDelta)) {
          memory = { ...memory, best: value, wait: 0 };
          return [];
        }
        if (memory.cooldown > 0) return [];
        memory = { ...memory, wait: memory.wait + 1 };
        if (memory.wait < config.patience) return [];
        memory = { ...memory, wait: 0, cooldown: config.cooldown };
        return [{ multiplyLearningRate: config.factor }];
      },
      onUnfreeze() {
        memory = { ...memory, wait: 0 };
      },
      state: () => memory,
      restore(state) {
        memory = state as typeof memory;
      },
    };
  },
});

export const terminateOnNan = component({
  kind: 'callback',
  type: 'terminate-on-nan',
  description: 'Ends the training when the loss is no number, and keeps what there is. Without it that is an error.',
  config: Type.Object({}),
  create(): Callback {
    return {
      expectsNan: true,
      onEpochEnd: (_, logs) => (Number.isFinite(logs.loss) ? [] : ['stop']),
      state: () => null,
      restore() {},
    };
  },
});

export const weightAverage = component({
  kind: 'callback',
  type: 'weight-average',
  description: 'Keeps the exponential moving average of the weights, and gives it to the model at the end.',
  config: Type.Object({
    momentum: Type.Number({
      minimum: 0,
      exclusiveMaximum: 1,
      default: 0.99,
      description: 'Share of the average that is kept in a step.',
    }),
  }),
  create({ momentum }): Callback {
    return {
      averageMomentum: momentum,
      onEpochEnd: () => [],
      onTrainEnd: () => ['take-averages'],
      state: () => null,
      restore() {},
    };
  },
});

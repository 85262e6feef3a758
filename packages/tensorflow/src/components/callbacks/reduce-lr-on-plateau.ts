import { component, Type } from '@expgraph/sdk';
import type { Callback } from './callback.js';
import { isBetter, minDelta, mode, monitor, monitored } from './monitored.js';

export const reduceLrOnPlateau = component({
  kind: 'callback',
  type: 'reduce-lr-on-plateau',
  description: 'Reduce the learning rate when a metric has stopped improving.',
  config: Type.Object({
    monitor,
    mode,
    factor: Type.Number({
      exclusiveMinimum: 0,
      exclusiveMaximum: 1,
      default: 0.1,
      description: 'Factor by which the learning rate is reduced, 0 to 1.',
    }),
    patience: Type.Integer({
      minimum: 0,
      default: 10,
      description: 'Number of epochs without improvement before the learning rate is reduced.',
    }),
    minDelta: minDelta(1e-4),
    cooldown: Type.Integer({
      minimum: 0,
      default: 0,
      description: 'Number of epochs to wait after a reduction before the metric is watched again.',
    }),
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

import { component, Type } from '@expgraph/sdk';
import type { Callback, CallbackAction } from './callback.js';
import { isBetter, minDelta, mode, monitor, monitored } from './monitored.js';

export const earlyStopping = component({
  kind: 'callback',
  type: 'early-stopping',
  description: 'Stop training when a metric has stopped improving.',
  config: Type.Object({
    monitor,
    mode,
    patience: Type.Integer({
      minimum: 0,
      default: 0,
      description: 'Number of epochs without improvement before training stops.',
    }),
    minDelta: minDelta(0),
    restoreBestWeights: Type.Boolean({
      default: true,
      description: 'Restore the weights of the best epoch at the end.',
    }),
    startFromEpoch: Type.Integer({
      minimum: 0,
      default: 0,
      description: 'Number of epochs before the metric is watched.',
    }),
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

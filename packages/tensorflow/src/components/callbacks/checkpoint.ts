import { component, Type } from '@expgraph/sdk';
import type { Callback } from './callback.js';
import { isBetter, mode, monitor, monitored } from './monitored.js';

/**
 * Keras' ModelCheckpoint. Resuming does not need it: it saves models of other epochs than the one that the node
 * returns.
 */
export const checkpoint = component({
  kind: 'callback',
  type: 'checkpoint',
  description:
    'Save the model of the best epoch, or of every few epochs, as files of the run: kept/<node>/best-<monitor> or epoch-<number>.',
  config: Type.Object({
    monitor,
    mode,
    saveBestOnly: Type.Boolean({
      default: true,
      description: 'Save only the best model so far, replacing the one before it; false saves every model.',
    }),
    every: Type.Integer({ minimum: 1, default: 1, description: 'Number of epochs from one save to the next.' }),
  }),
  create({ monitor, mode, saveBestOnly, every }): Callback {
    let memory: { best?: number } = {};
    return {
      ...(saveBestOnly && { monitor }),
      onEpochEnd(epoch, logs) {
        if ((epoch + 1) % every !== 0) return [];
        // Epochs count from 1 for users, and folders sort by name.
        if (!saveBestOnly) return [{ saveModel: `epoch-${String(epoch + 1).padStart(3, '0')}` }];
        const value = monitored(logs, monitor);
        if (!isBetter(value, memory.best, monitor, mode, 0)) return [];
        memory = { best: value };
        return [{ saveModel: `best-${monitor}` }];
      },
      state: () => memory,
      restore(state) {
        memory = state as typeof memory;
      },
    };
  },
});

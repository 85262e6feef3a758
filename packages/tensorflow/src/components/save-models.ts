import { component, Type } from '@expgraph/sdk';
import type { Callback } from './kinds.js';
import { isBetter, mode, monitor, monitored } from './monitored.js';

/**
 * Keras' ModelCheckpoint. A training that is killed goes on without it; it is for models of epochs other than the one that the
 * node gives on.
 */
export const saveModels = component({
  kind: 'callback',
  type: 'checkpoint',
  description:
    'Keeps the model of the best epoch, or of every so many, as files of the run: kept/<node>/best-<monitor> or epoch-<number>.',
  config: Type.Object({
    monitor,
    mode,
    saveBestOnly: Type.Boolean({
      default: true,
      description: 'Whether only the best model is kept, in place of the best before it; false keeps each.',
    }),
    every: Type.Integer({ minimum: 1, default: 1, description: 'Epochs from one look to the next.' }),
  }),
  create({ monitor, mode, saveBestOnly, every }): Callback {
    let memory: { best?: number } = {};
    return {
      ...(saveBestOnly && { monitor }),
      onEpochEnd(epoch, logs) {
        if ((epoch + 1) % every !== 0) return [];
        // People count epochs from 1, and sort folders by name.
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

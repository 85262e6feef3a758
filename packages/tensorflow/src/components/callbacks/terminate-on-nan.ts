import { component, Type } from '@expgraph/sdk';
import type { Callback } from './callback.js';

export const terminateOnNan = component({
  kind: 'callback',
  type: 'terminate-on-nan',
  description:
    'Stop training when the loss is NaN or infinite, and keep the model. Without this callback, the node fails.',
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

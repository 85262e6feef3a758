import { plugin } from '@expgraph/sdk';
import { callbacks } from './components/callbacks/index.js';
import { losses } from './components/losses/index.js';
import { optimizers } from './components/optimizers/index.js';
import { schedules } from './components/schedules/index.js';
import { tensorCount } from './runtime/tensor-count.js';
import { ChosenBackend, TensorFlow } from './runtime/tensorflow.js';

export type { Callback, CallbackAction } from './components/callbacks/callback.js';
export { declaredLayer } from './components/layers/declared-layers.js';
export { initialWeights } from './components/layers/initial-weights.js';
export { type BuildContext, type LayerDeclaration, layer, type SequentialLayer } from './components/layers/layer.js';
export type { KerasExport, LayerExport, TfjsExport } from './components/layers/layer-export.js';
export { ACTIVATIONS, INITIALIZERS, type InitializerName } from './components/layers/layer-options.js';
export { layerSpec } from './components/layers/layer-spec.js';
export type { Loss } from './components/losses/loss.js';
export type { Optimizer } from './components/optimizers/optimizer.js';
export type { Schedule } from './components/schedules/schedule.js';
export type { Tfjs } from './tfjs.js';
export { TensorFlow };

/** Registers optimizers, schedules, losses, callbacks and the backend. Loads tfjs on first use. */
export default plugin({
  name: 'tensorflow',
  components: [...optimizers, ...schedules, ...losses, ...callbacks],
  resources: [tensorCount],
  services: ({ bind }) => {
    bind(TensorFlow).to(ChosenBackend).inTransientScope();
  },
});

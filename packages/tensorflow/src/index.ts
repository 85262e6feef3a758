import { plugin } from '@expgraph/sdk';
import { earlyStopping, reduceLrOnPlateau, terminateOnNan, weightAverage } from './components/callbacks.js';
import { adam, adamw, nadam, rmsprop, sgd } from './components/optimizers.js';
import { saveModels } from './components/save-models.js';
import { cosineDecay, exponentialDecay, piecewiseConstant } from './components/schedules.js';
import { heldTensors } from './runtime/held-tensors.js';
import { ChosenBackend, TensorFlow } from './runtime/tensorflow.js';

export type { Callback, CallbackAction, Optimizer, Schedule, SequentialLayer } from './components/kinds.js';
export { type LayerDeclaration, layerComponent } from './components/layer-component.js';
export { ACTIVATIONS, INITIALIZERS, type InitializerName } from './components/layer-options.js';
export { layerSpec } from './components/layer-spec.js';
export { TensorFlow };

/** The optimizers, schedules and callbacks, and the backend. Loads tfjs only when it is used. */
export default plugin({
  name: 'tensorflow',
  components: [
    ...[sgd, rmsprop, adam, adamw, nadam],
    ...[cosineDecay, exponentialDecay, piecewiseConstant],
    ...[earlyStopping, reduceLrOnPlateau, terminateOnNan, weightAverage, saveModels],
  ],
  resources: [heldTensors],
  services: ({ bind }) => {
    bind(TensorFlow).to(ChosenBackend).inTransientScope();
  },
});

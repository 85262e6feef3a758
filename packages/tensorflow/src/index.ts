import { plugin } from '@expgraph/sdk';
import { earlyStopping, reduceLrOnPlateau, terminateOnNan, weightAverage } from './components/callbacks.js';
import { adam, adamw, nadam, rmsprop, sgd } from './components/optimizers.js';
import { saveModels } from './components/save-models.js';
import { cosineDecay, exponentialDecay, piecewiseConstant } from './components/schedules.js';
import { heldTensors } from './held-tensors.js';
import { ChosenBackend, TensorFlow } from './tensorflow.js';

export type { Callback, CallbackAction, Optimizer, Schedule, SequentialLayer } from './components/kinds.js';
export { type LayerDeclaration, layerComponent } from './components/layer-component.js';
export { ACTIVATIONS, INITIALIZERS, type InitializerName } from './components/layer-options.js';
export { layerSpec } from './components/layer-spec.js';
export { checkExport, EXPORT_FORMATS, type ExportFormat } from './export/check-export.js';
export { TensorFlow };

/** The optimizers, schedules and callbacks, how models are stored, and the backend. Loads tfjs only when it is used. */
export default plugin({
  name: 'tensorflow',
  components: [
    ...[sgd, rmsprop, adam, adamw, nadam],
    ...[cosineDecay, exponentialDecay, piecewiseConstant],
    ...[earlyStopping, reduceLrOnPlateau, terminateOnNan, weightAverage, saveModels],
  ],
  codecs: { model: async () => (await import('./model/model-codec.js')).modelCodec },
  resources: [heldTensors],
  services: ({ bind }) => {
    bind(TensorFlow).to(ChosenBackend).inTransientScope();
  },
});

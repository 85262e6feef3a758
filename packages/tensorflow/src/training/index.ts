export { accuracyOf, type EvaluateOptions, evaluateModel } from './evaluate-model.js';
export type { LossName, LossOptions } from './losses.js';
export { decodeOptimizerState, encodeOptimizerState } from './optimizer-state-codec.js';
export { predictModel } from './predict-model.js';
export { predictSteps } from './predict-steps.js';
export { type NonFiniteReport, reportNonFinite } from './report-non-finite.js';
export { Trainer, type TrainerOptions, type TrainingResult } from './trainer.js';

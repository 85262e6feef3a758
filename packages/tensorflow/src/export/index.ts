export type { ExportFormat } from './check-export.js';
export { exportModel } from './export-model.js';
export { layerSpecs } from './layer-specs.js';

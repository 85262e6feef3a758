export { checkExport, EXPORT_FORMATS, type ExportFormat } from './check-export.js';
export { exportModel } from './export-model.js';

export { type ExportFormat, exportModel } from './export-model.js';

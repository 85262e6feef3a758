import { plugin } from '@expgraph/sdk';

export { checkExport, EXPORT_FORMATS, type ExportFormat } from './export/check-export.js';

/** Registers the model codec. Loads tfjs on first use. */
export default plugin({
  name: 'model-io',
  codecs: { model: async () => (await import('./codec/model-codec.js')).modelCodec },
});

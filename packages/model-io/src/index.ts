import { plugin } from '@expgraph/sdk';

export { checkExport, EXPORT_FORMATS, type ExportFormat } from './export/check-export.js';

/** How models are stored. Loads tfjs only when it is used. */
export default plugin({
  name: 'model-io',
  codecs: { model: async () => (await import('./codec/model-codec.js')).modelCodec },
});

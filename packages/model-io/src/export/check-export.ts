import type { LayerSpec } from '@expgraph/sdk';
import { checkKerasLayers } from './keras-layers.js';
import { checkPlainLayers } from './plain-layers.js';

/** Export formats. */
export const EXPORT_FORMATS = ['keras', 'h5', 'saved-model', 'tfjs-graph', 'tfjs-layers'] as const;

export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Formats without a check store graphs, which can contain any layer. */
const CHECKS: Partial<Record<ExportFormat, (layers: readonly LayerSpec[]) => void>> = {
  keras: checkKerasLayers,
  h5: checkKerasLayers,
  'tfjs-layers': checkPlainLayers,
};

/**
 * Checks that a format can express the layers, before a network is built or trained.
 * @throws ExperimentError that names the layer.
 */
export function checkExport(format: ExportFormat, layers: readonly LayerSpec[]): void {
  CHECKS[format]?.(layers);
}

import type { LayerExport } from './layer-export.js';

/** The part of a layer's declaration that stored and exported models need. */
export interface DeclaredLayer {
  readonly kind: string;
  readonly exports?: LayerExport;
  load?(): Promise<unknown>;
}

const declared = new Map<string, DeclaredLayer>();

export function declareLayer(layer: DeclaredLayer): void {
  declared.set(layer.kind, layer);
}

/** Returns the declaration of a class name; undefined for a layer that no loaded plugin declares. */
export const declaredLayer = (kind: string): DeclaredLayer | undefined => declared.get(kind);

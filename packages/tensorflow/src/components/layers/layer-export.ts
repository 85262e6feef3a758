import type { LayerSpec } from '@expgraph/sdk';

/** How files of other programs express a layer. */
export interface LayerExport {
  /** Files of Keras: absent where Keras lacks the layer. */
  readonly keras?: KerasExport;
  /** `tfjs-layers`: absent where plain TensorFlow.js lacks the layer. */
  readonly tfjs?: TfjsExport;
  /** Effect on the mask of the input; default: the layer ends it. */
  readonly mask?: 'keeps' | 'starts' | 'applies';
}

export interface KerasExport {
  /** Keras' class name; default: the same. */
  readonly className?: string;
  /** Keras' names of options in snake_case; null for an option that Keras does not have. */
  readonly options?: Readonly<Record<string, string | null>>;
}

export interface TfjsExport {
  /** Returns the feature missing in plain TensorFlow.js for these options: "GRU with resetAfter". */
  lacks?(config: NonNullable<LayerSpec['config']>): string | undefined;
}

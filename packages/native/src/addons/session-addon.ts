import { createRequire } from 'node:module';

/** An input of a graph. `dtype` is one of `DATA_TYPE`. */
export interface GivenTensor {
  readonly dtype: number;
  readonly shape: readonly number[];
  readonly values: ArrayBufferView;
}

export type GraphResult = Float32Array | Int32Array | Uint8Array;

/** Our addon `graph_session`: runs TensorFlow graphs. */
export interface SessionAddon {
  /** Opens a session for the bytes of a GraphDef. Returns an opaque session. */
  open(graph: Uint8Array): unknown;
  /** Computes the fetches on another thread. The tensors are copied before it returns. */
  run(
    session: unknown,
    feeds: readonly string[],
    tensors: readonly GivenTensor[],
    fetches: readonly string[],
  ): Promise<GraphResult[]>;
  /** Computes the fetches on the calling thread. */
  runNow(
    session: unknown,
    feeds: readonly string[],
    tensors: readonly GivenTensor[],
    fetches: readonly string[],
  ): GraphResult[];
  /** Closes a session. Pending runs still finish. */
  close(session: unknown): void;
}

let loaded: SessionAddon | undefined;

/** Returns the addon, or undefined if the backend does not provide it: a project's own tfjs-node. */
export const sessionAddon = (): SessionAddon | undefined => loaded;

export function loadSessionAddon(path: string): void {
  loaded = createRequire(import.meta.url)(path) as SessionAddon;
}

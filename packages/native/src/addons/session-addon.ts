import { createRequire } from 'node:module';

/** A tensor as it goes into a graph: `dtype` is TensorFlow's number of the element type. */
export interface GivenTensor {
  readonly dtype: number;
  readonly shape: readonly number[];
  readonly values: ArrayBufferView;
}

export type GraphResult = Float32Array | Int32Array | Uint8Array;

/** Our own addon for graphs, see `native/graph_session.cc`. */
export interface SessionAddon {
  /** Takes the bytes of a GraphDef; what is returned is only good for the other functions. */
  open(graph: Uint8Array): unknown;
  /** Computes on another thread. The tensors are copied before it returns. */
  run(
    session: unknown,
    feeds: readonly string[],
    tensors: readonly GivenTensor[],
    fetches: readonly string[],
  ): Promise<GraphResult[]>;
  runNow(
    session: unknown,
    feeds: readonly string[],
    tensors: readonly GivenTensor[],
    fetches: readonly string[],
  ): GraphResult[];
  /** What is under way is finished. */
  close(session: unknown): void;
}

let loaded: SessionAddon | undefined;

/** The addon, where the backend has come with it: a project's own tfjs-node has not. */
export const sessionAddon = (): SessionAddon | undefined => loaded;

export function loadSessionAddon(path: string): void {
  loaded = createRequire(import.meta.url)(path) as SessionAddon;
}

import { createRequire } from 'node:module';

/** Our own operations for recurrent cells, see `native/recurrent_ops.cc`. */
export interface RecurrentOps {
  /** What they are compiled for: `avx2` or `plain`. */
  readonly instructions: string;
}

let loaded: RecurrentOps | undefined;

/** The operations, where the backend has come with them: a project's own tfjs-node has not. */
export const recurrentOps = (): RecurrentOps | undefined => loaded;

/** Loads them, which registers them with TensorFlow. */
export function loadRecurrentOps(path: string): void {
  loaded = createRequire(import.meta.url)(path) as RecurrentOps;
}

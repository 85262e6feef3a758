import { createRequire } from 'node:module';

/** Our addon `recurrent_ops`: TensorFlow operations for recurrent cells. */
export interface RecurrentOps {
  /** The instruction set in use: `avx2` or `plain`. */
  readonly instructions: string;
}

let loaded: RecurrentOps | undefined;

/** Returns the addon, or undefined if the backend does not provide it: a project's own tfjs-node. */
export const recurrentOps = (): RecurrentOps | undefined => loaded;

/** Loads the addon, which registers its operations with TensorFlow. */
export function loadRecurrentOps(path: string): void {
  loaded = createRequire(import.meta.url)(path) as RecurrentOps;
}

import type { NodePlace } from '@expgraph/sdk';

/** Returns the place of an option of the config. */
export const at = (...option: (string | number)[]): NodePlace => ({ config: option });

import type { tf } from '../tfjs.js';

/** Returns the mask that a layer is called with, `bool[batch, time]`: false for masked timesteps. */
export const maskOf = ({ mask }: Record<string, unknown>): tf.Tensor | undefined =>
  ([mask].flat()[0] as tf.Tensor | null | undefined) ?? undefined;

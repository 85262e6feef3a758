import type { tf } from '../tfjs.js';

/** The mask that a layer is called with, `bool[batch, time]`: false where a step is to be passed over. */
export const maskOf = ({ mask }: Record<string, unknown>): tf.Tensor | undefined =>
  ([mask].flat()[0] as tf.Tensor | null | undefined) ?? undefined;

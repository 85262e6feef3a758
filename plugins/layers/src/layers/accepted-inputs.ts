import type { TensorSpec } from '@expgraph/sdk';

/** Inputs that layers accept. */
export const SEQUENCES: readonly TensorSpec[] = [{ dtype: 'float32', shape: ['batch', 'time', 'features'] }];
export const IMAGES: readonly TensorSpec[] = [{ dtype: 'float32', shape: ['batch', 'height', 'width', 'channels'] }];
export const TOKENS: readonly TensorSpec[] = [{ dtype: 'int32', shape: ['batch', 'time'] }];

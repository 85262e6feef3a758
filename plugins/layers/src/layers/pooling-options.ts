import { type Dimension, type Static, type TObject, Type } from '@expgraph/sdk';
import { padding, size, windowedLengths } from './windows.js';

export const pooling1dOptions = {
  poolSize: Type.Integer({ minimum: 1, default: 2, description: 'Length of the window in timesteps.' }),
  strides: Type.Optional(Type.Integer({ minimum: 1, description: 'Stride in timesteps; default: poolSize.' })),
  padding,
};

export const pooling2dOptions = {
  poolSize: size('Size of the window in pixels', 2),
  strides: Type.Optional(size('Stride in pixels; default: poolSize')),
  padding,
};

export const pooledSequence = (
  { poolSize, strides = poolSize, padding }: Static<TObject<typeof pooling1dOptions>>,
  [batch, time, features]: readonly Dimension[],
): readonly Dimension[] => [batch, ...windowedLengths([time], { size: poolSize, strides, padding }), features];

export const pooledImage = (
  { poolSize, strides = poolSize, padding }: Static<TObject<typeof pooling2dOptions>>,
  [batch, height, width, channels]: readonly Dimension[],
): readonly Dimension[] => [batch, ...windowedLengths([height, width], { size: poolSize, strides, padding }), channels];

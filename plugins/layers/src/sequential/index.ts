import { conv1d, conv2d, depthwiseConv2d } from './convolution-layers.js';
import {
  activationLayer,
  batchNormalization,
  dense,
  dropout,
  embedding,
  flatten,
  layerNormalization,
  masking,
  rescaling,
} from './plain-layers.js';
import { poolingLayers } from './pooling-layers.js';

/** The layers that a sequential model can have; other plugins add theirs. */
export const sequentialLayers = [
  ...[dense, conv1d, conv2d, depthwiseConv2d, ...poolingLayers, flatten, activationLayer, dropout],
  ...[batchNormalization, layerNormalization, rescaling, masking, embedding],
];

import { activation } from './activation.js';
import { averagePooling1d } from './average-pooling1d.js';
import { averagePooling2d } from './average-pooling2d.js';
import { batchNormalization } from './batch-normalization.js';
import { conv1d } from './conv1d.js';
import { conv2d } from './conv2d.js';
import { dense } from './dense.js';
import { depthwiseConv2d } from './depthwise-conv2d.js';
import { dropout } from './dropout.js';
import { embedding } from './embedding.js';
import { flatten } from './flatten.js';
import { globalAveragePooling1d } from './global-average-pooling1d.js';
import { globalAveragePooling2d } from './global-average-pooling2d.js';
import { globalMaxPooling1d } from './global-max-pooling1d.js';
import { globalMaxPooling2d } from './global-max-pooling2d.js';
import { layerNormalization } from './layer-normalization.js';
import { masking } from './masking.js';
import { maxPooling1d } from './max-pooling1d.js';
import { maxPooling2d } from './max-pooling2d.js';
import { rescaling } from './rescaling.js';

/** The layers of a sequential model; other plugins add theirs. */
export const layers = [
  dense,
  conv1d,
  conv2d,
  depthwiseConv2d,
  maxPooling1d,
  maxPooling2d,
  globalMaxPooling1d,
  globalMaxPooling2d,
  averagePooling1d,
  averagePooling2d,
  globalAveragePooling1d,
  globalAveragePooling2d,
  flatten,
  activation,
  dropout,
  batchNormalization,
  layerNormalization,
  rescaling,
  masking,
  embedding,
];

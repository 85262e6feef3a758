import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { WeightReader } from '@expgraph/tensorflow/backbones';
import type { tf } from '@expgraph/tensorflow/tfjs';
import {
  assignWeights,
  readTfliteConvolutions,
  type TfliteConvolution,
  unfoldBatchNormalization,
  type Weight,
  wrongLayerCount,
} from '@expgraph/tensorflow/weights';
import { damagedWeights } from './messages.js';
import { NORMALIZATION } from './mobilenet-v2.js';
import { DETECTOR } from './open-images.js';

/** Gives MobileNetV2 the trunk of the detector in the package's file of assets. */
export const readOpenImages: WeightReader = async (network, path, source) => {
  const bytes = (await readFile(path)).subarray(DETECTOR.start, DETECTOR.end);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== DETECTOR.sha256) throw damagedWeights(source, sha256, DETECTOR.sha256);
  assignConvolutions(network, readTfliteConvolutions(bytes, source).filter(isTrunk), source);
};

/** Gives MobileNetV2 the convolutions of a TensorFlow Lite model, which may be a detector on top of it. */
export const readDetector: WeightReader = async (network, path, source) =>
  assignConvolutions(network, readTfliteConvolutions(await readFile(path), source).filter(isTrunk), source);

/** Whether a convolution is of the network itself, not of the object detector that was built on it. */
const isTrunk = ({ name }: TfliteConvolution) => !/BoxPredictor|layer_19/.test(name.split(';')[0]);

/** Convolutions stand in the order of the network; each is followed by the batch normalisation that was folded into it. */
function assignConvolutions(network: tf.LayersModel, convolutions: readonly TfliteConvolution[], source: string): void {
  const weighted = network.layers.filter((layer) => layer.weights.length > 0);
  const pairs = weighted.filter((_, index) => index % 2 === 0);
  if (pairs.length !== convolutions.length) throw wrongLayerCount(source, convolutions.length, pairs.length);
  const weights = new Map<string, Map<string, Weight>>();
  for (const [index, { kind, kernel, bias }] of convolutions.entries()) {
    const name = kind === 'Conv2D' ? 'kernel' : 'depthwise_kernel';
    weights.set(weighted[index * 2].name, new Map([[name, kernel]]));
    weights.set(weighted[index * 2 + 1].name, unfoldBatchNormalization(bias, NORMALIZATION.epsilon));
  }
  assignWeights(network, weights, source);
}

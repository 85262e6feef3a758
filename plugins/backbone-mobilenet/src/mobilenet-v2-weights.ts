import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Sources } from '@expgraph/sdk';
import type { tf } from '@expgraph/tensorflow/tfjs';
import {
  assignWeights,
  readKerasH5,
  readTfliteConvolutions,
  type TfliteConvolution,
  unfoldBatchNormalization,
  type Weight,
  wrongLayerCount,
} from '@expgraph/tensorflow/weights';
import { EPSILON } from './build-mobilenet-v2.js';
import { damagedWeights } from './messages.js';
import { OPEN_IMAGES, sourceOfWeights } from './weight-sources.js';

/** Gives a network the weights that its config names. */
export async function loadWeights(
  network: tf.LayersModel,
  { weights, alpha, inputSize }: { weights: string; alpha: number; inputSize: readonly [number, number] },
  sources: Sources,
  signal: AbortSignal,
): Promise<void> {
  const source = sourceOfWeights(weights, alpha, inputSize);
  if (source === undefined) return;
  const { path } = await sources.resolve(source, { signal });
  if (weights === 'open-images') {
    const bytes = (await readFile(path)).subarray(OPEN_IMAGES.start, OPEN_IMAGES.end);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (sha256 !== OPEN_IMAGES.sha256) throw damagedWeights(source, sha256, OPEN_IMAGES.sha256);
    assignConvolutions(network, readTfliteConvolutions(bytes, source).filter(isTrunk), source);
  } else if (path.endsWith('.tflite')) {
    assignConvolutions(network, readTfliteConvolutions(await readFile(path), source).filter(isTrunk), source);
  } else assignWeights(network, await readKerasH5(path), source);
}

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
    weights.set(weighted[index * 2 + 1].name, unfoldBatchNormalization(bias, EPSILON));
  }
  assignWeights(network, weights, source);
}

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { WeightReader } from '@expgraph/model-io/backbones';
import { assignWeights, readTfliteConvolutions } from '@expgraph/model-io/weights';
import type { tf } from '@expgraph/tensorflow/tfjs';
import { damagedWeights } from './messages.js';
import { DETECTOR } from './open-images.js';

/** Loads the backbone of the detector in the package's asset file into MobileNetV2. */
export const readOpenImages: WeightReader = async (network, path, source) => {
  const bytes = (await readFile(path)).subarray(DETECTOR.start, DETECTOR.end);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== DETECTOR.sha256) throw damagedWeights(source, sha256, DETECTOR.sha256);
  assignTrunk(network, bytes, source);
};

/** Loads the convolutions of a TensorFlow Lite model into MobileNetV2. The model may be a detector based on it. */
export const readDetector: WeightReader = async (network, path, source) =>
  assignTrunk(network, await readFile(path), source);

/** Assigns the convolutions of the backbone, without those of the detector's boxes. */
function assignTrunk(network: tf.LayersModel, bytes: Uint8Array, source: string): void {
  const trunk = readTfliteConvolutions(bytes, source).filter(({ name }) => !BOXES.test(name.split(';')[0]));
  const weights = trunk.map(({ kernel, bias }) => new Map(Object.entries({ kernel, bias })));
  assignWeights(network, new Map(weights.map((of, index) => [`convolutions/${index}`, of])), source);
}

const BOXES = /BoxPredictor|layer_19/;

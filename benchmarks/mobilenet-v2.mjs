import { backbone as backboneNode } from '@expgraph/model-io/backbones';
import { mobileNetV2 as architecture } from '@expgraph/plugin-backbone-mobilenet';
import { tf } from '@expgraph/tensorflow/tfjs';
import { runNode } from '@expgraph/testing';
import { trainedStatistics } from './trained-statistics.mjs';

/**
 * Returns the network of the node `backbone/mobilenet-v2` with random weights and a classifier head.
 *
 * @param {readonly [number, number]} size Of the images.
 * @param {number} classes
 * @param {(layers: readonly import('@tensorflow/tfjs').layers.Layer[]) => void} [freeze] Given the layers of the backbone.
 * @returns {Promise<import('@tensorflow/tfjs').LayersModel>}
 */
export async function mobileNetV2(size, classes, freeze) {
  const config = { inputSize: size, alpha: 1, weights: 'none' };
  const { network: backbone } = (await runNode(backboneNode(architecture), { inputs: {}, config })).outputs.model;
  trainedStatistics(backbone.layers);
  freeze?.(backbone.layers);
  const pooled = tf.layers.globalAveragePooling2d({ dataFormat: 'channelsLast' }).apply(backbone.outputs[0]);
  const scores = tf.layers.dense({ units: classes, activation: 'softmax', name: 'predictions' }).apply(pooled);
  return tf.model({ inputs: backbone.inputs, outputs: scores });
}

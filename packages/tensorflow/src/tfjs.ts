/**
 * TensorFlow.js. Everything takes it from here: a second copy in the process would be a second engine, whose tensors and
 * layers the first does not know.
 */
import * as tf from '@tensorflow/tfjs';
import { keepMasksPerLayer, passMasksOn } from './layers/masks-per-layer.js';

// Without it the plain JavaScript backend advertises another package, and every op checks its result for NaN.
tf.enableProdMode();
keepMasksPerLayer(tf.layers.Layer);
passMasksOn([tf.layers.elu(), tf.layers.leakyReLU(), tf.layers.thresholdedReLU()]);

/** The module, for code that gets it as an argument so as not to load it. */
export type Tfjs = typeof tf;

export { tf };

/**
 * TensorFlow.js. Import it only from here: a second copy in the process would have its own engine, which does not know
 * the tensors and layers of the first.
 */
import * as tf from '@tensorflow/tfjs';
import { keepMasksPerLayer, passMasksOn } from './layers/masks-per-layer.js';

// Without production mode, the CPU backend advertises another package, and every operation checks its result for NaN.
tf.enableProdMode();
keepMasksPerLayer(tf.layers.Layer);
passMasksOn([tf.layers.elu(), tf.layers.leakyReLU(), tf.layers.thresholdedReLU()]);

/** The type of the module, for code that gets it as an argument to avoid loading it. */
export type Tfjs = typeof tf;

export { tf };

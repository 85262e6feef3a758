import type * as tf from '@tensorflow/tfjs';

type Layer = tf.layers.Layer;

/**
 * Takes the mask of a layer away once the layer has run. tfjs runs all layers of a network with one object of arguments, so that a
 * layer behind one that ends masks, such as a convolution, would be given the mask that was there before it. As in Keras it has none.
 */
export function keepMasksPerLayer({ prototype }: { readonly prototype: Layer }): void {
  const { apply } = prototype;
  prototype.apply = function (this: Layer, inputs, options) {
    const outputs = apply.call(this, inputs, options);
    // Those of symbolic tensors are kept for when the network runs.
    if (options && isTensor([outputs].flat()[0])) delete options.mask;
    return outputs;
  };
}

/**
 * Makes the classes of `layers` pass on the mask of their input, as in Keras; tfjs ends it there. It changes their prototypes, so that
 * layers in plugins, copies and saved models follow.
 */
export function passMasksOn(layers: readonly Layer[]): void {
  for (const layer of layers) {
    const prototype = Object.getPrototypeOf(layer);
    // The constructor sets it to false. A second copy of this package in the process defines it again.
    Object.defineProperty(prototype, 'supportsMasking', { get: () => true, set: () => {}, configurable: true });
  }
}

const isTensor = (output: object) => 'dataId' in output;

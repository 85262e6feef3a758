import type * as tf from '@tensorflow/tfjs';

type Layer = tf.layers.Layer;

/**
 * Removes the mask of a layer after its call. tfjs calls all layers of a network with one arguments object, so a layer
 * after one that ends the mask, such as a convolution, would get the mask from before it. In Keras it has none.
 */
export function keepMasksPerLayer({ prototype }: { readonly prototype: Layer }): void {
  const { apply } = prototype;
  prototype.apply = function (this: Layer, inputs, options) {
    const outputs = apply.call(this, inputs, options);
    // Masks of symbolic tensors are needed when the network runs.
    if (options && isTensor([outputs].flat()[0])) delete options.mask;
    return outputs;
  };
}

/**
 * Makes the classes of `layers` pass on the mask of their input as in Keras; tfjs ends it there. Changes their
 * prototypes, so that it applies to layers in plugins, copies and saved models.
 */
export function passMasksOn(layers: readonly Layer[]): void {
  for (const layer of layers) {
    const prototype = Object.getPrototypeOf(layer);
    // A property, because the constructor assigns false; configurable, because a second copy of this package in the
    // process defines it again.
    Object.defineProperty(prototype, 'supportsMasking', { get: () => true, set: () => {}, configurable: true });
  }
}

const isTensor = (output: object) => 'dataId' in output;

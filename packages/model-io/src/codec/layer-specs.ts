import type { LayerSpec } from '@expgraph/sdk';
import type { tf } from '@expgraph/tensorflow/tfjs';

/** Classes of this package that implement Keras options missing in TensorFlow.js. */
const CLASSES: Readonly<Record<string, { readonly kind: string; readonly config: object }>> = {
  GlobalAveragePooling2DKeepDims: { kind: 'GlobalAveragePooling2D', config: { keepDims: true } },
  GlobalMaxPooling2DKeepDims: { kind: 'GlobalMaxPooling2D', config: { keepDims: true } },
  GroupedConv2D: { kind: 'Conv2D', config: {} },
};

/** Returns the specs of a built network's layers. */
export function layerSpecs({ layers }: tf.LayersModel): LayerSpec[] {
  return layers.map((layer) => {
    const { kind, config } = CLASSES[layer.getClassName()] ?? { kind: layer.getClassName(), config: {} };
    const inputs = layer.inboundNodes.flatMap(({ inboundLayers }) => inboundLayers.map(({ name }) => name));
    return { name: layer.name, kind, frozen: !layer.trainable, config: { ...layer.getConfig(), ...config }, inputs };
  });
}

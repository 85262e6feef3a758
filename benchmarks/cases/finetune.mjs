import { mobileNetV2 } from '../mobilenet-v2.mjs';
import { trainInRounds } from '../training.mjs';

/** Every step runs the whole network, as with augmented images: the outputs of the frozen layers are not cached. */
export async function run(definition, folder, rounds) {
  const { shape, classes } = definition.examples;
  const network = await mobileNetV2(shape.slice(0, 2), classes, (layers) => {
    const first = layers.findIndex(({ name }) => name === 'block_13_expand');
    for (const [index, layer] of layers.entries()) {
      layer.trainable = index >= first && layer.getClassName() !== 'BatchNormalization';
    }
  });
  return trainInRounds(network, definition, folder, rounds);
}

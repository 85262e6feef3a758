import { predictInRounds } from '../inference.mjs';
import { mobileNetV2 } from '../mobilenet-v2.mjs';

export async function run(definition, folder, rounds) {
  const { shape, classes } = definition.examples;
  return predictInRounds(await mobileNetV2(shape.slice(0, 2), classes), definition, folder, rounds);
}

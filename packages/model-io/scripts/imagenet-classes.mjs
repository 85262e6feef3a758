/**
 * Writes data/imagenet-classes.json: the names of the 1,000 ImageNet classes in the output order of published networks,
 * from the npm package @tensorflow-models/mobilenet.
 *
 * npm pack @tensorflow-models/mobilenet@2.1.1 && tar xzf tensorflow-models-mobilenet-2.1.1.tgz
 * node scripts/imagenet-classes.mjs package/dist/imagenet_classes.js
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const { IMAGENET_CLASSES } = createRequire(import.meta.url)(resolve(process.argv[2]));
const all = Array.from({ length: 1000 }, (_, index) => IMAGENET_CLASSES[index]);
/** Two classes have the same name. */
const qualified = { 134: 'crane (bird)', 517: 'crane (machine)' };
const short = all.map((name) => name.split(',')[0]);
const count = (name) => short.filter((other) => other === name).length;
const names = all.map((name, index) => qualified[index] ?? (count(short[index]) > 1 ? name : short[index]));
if (new Set(names).size !== 1000) throw new Error('Two classes have the same name.');

writeFileSync(
  fileURLToPath(new URL('../data/imagenet-classes.json', import.meta.url)),
  `${JSON.stringify(names, null, 2)}\n`,
);

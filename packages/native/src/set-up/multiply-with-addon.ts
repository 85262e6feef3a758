/** A program: `node multiply-with-addon.js ADDON`. See `verifyAddon`. */
import { loadAddon } from '../addons/tfjs-binding.js';

const binding = loadAddon(process.argv[2]);
const { TF_FLOAT, TF_ATTR_BOOL, TF_ATTR_TYPE } = binding;
const matrix = binding.createTensor([2, 2], TF_FLOAT, Float32Array.of(1, 2, 3, 4));
const attributes = [
  { name: 'transpose_a', type: TF_ATTR_BOOL, value: false },
  { name: 'transpose_b', type: TF_ATTR_BOOL, value: false },
  { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT },
];
const [product] = binding.executeOp('MatMul', attributes, [matrix, matrix], 1);
const values = [...binding.tensorDataSync(product.id)];
if (values.join() !== '7,10,15,22') throw new Error(`Error: the product of two matrices is wrong: ${values}`);
process.stdout.write(`TensorFlow ${binding.TF_Version}\n`);

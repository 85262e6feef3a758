export { run } from '../augmentation.mjs';

export { trainOnSequences as run } from '../sequences.mjs';

export { run } from './jpeg-files.mjs';

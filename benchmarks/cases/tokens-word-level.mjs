export { runTexts as run } from '../texts.mjs';

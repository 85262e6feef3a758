export { type DecodeOptions, decodeText } from './decode-text.js';

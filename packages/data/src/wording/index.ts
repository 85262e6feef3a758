export { at } from './at.js';
export { plural } from './plural.js';
export { some } from './some.js';

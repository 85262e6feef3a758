import { binaryCrossentropy } from './binary-crossentropy.js';
import { categoricalCrossentropy } from './categorical-crossentropy.js';
import { meanSquaredError } from './mean-squared-error.js';

export const losses = [categoricalCrossentropy, binaryCrossentropy, meanSquaredError];

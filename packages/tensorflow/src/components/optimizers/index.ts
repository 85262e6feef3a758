import { adam } from './adam.js';
import { adamw } from './adamw.js';
import { nadam } from './nadam.js';
import { rmsprop } from './rmsprop.js';
import { sgd } from './sgd.js';

export const optimizers = [sgd, rmsprop, adam, adamw, nadam];

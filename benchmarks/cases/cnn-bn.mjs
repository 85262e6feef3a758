import { trainInRounds } from '../training.mjs';
import { cnn } from './cnn.mjs';

export const run = (definition, folder, rounds) => trainInRounds(cnn(definition, true), definition, folder, rounds);

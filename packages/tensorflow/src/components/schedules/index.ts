import { cosineDecay } from './cosine-decay.js';
import { exponentialDecay } from './exponential-decay.js';
import { piecewiseConstant } from './piecewise-constant.js';

export const schedules = [cosineDecay, exponentialDecay, piecewiseConstant];

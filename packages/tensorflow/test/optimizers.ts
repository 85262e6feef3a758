import { type AdamOptions, adamRule } from '../src/components/optimizers/adam.js';
import { adamwRule } from '../src/components/optimizers/adamw.js';
import { nadamRule } from '../src/components/optimizers/nadam.js';
import { type RmspropOptions, rmspropRule } from '../src/components/optimizers/rmsprop.js';
import { type SgdOptions, sgdRule } from '../src/components/optimizers/sgd.js';
import { tf } from '../src/tfjs.js';

export const sgd = (options: SgdOptions) => sgdRule(tf, options);
export const rmsprop = (options: RmspropOptions) => rmspropRule(tf, options);
export const adam = (options: AdamOptions) => adamRule(tf, options);
export const adamw = (options: AdamOptions & { weightDecay: number }) => adamwRule(tf, options);
export const nadam = (options: AdamOptions) => nadamRule(tf, options);

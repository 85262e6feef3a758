import { checkpoint } from './checkpoint.js';
import { earlyStopping } from './early-stopping.js';
import { reduceLrOnPlateau } from './reduce-lr-on-plateau.js';
import { terminateOnNan } from './terminate-on-nan.js';
import { weightAverage } from './weight-average.js';

export const callbacks = [earlyStopping, reduceLrOnPlateau, terminateOnNan, weightAverage, checkpoint];

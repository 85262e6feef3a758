import { plugin } from '@expgraph/sdk';
import { Evaluate } from './evaluate.js';
import { Freeze } from './freeze.js';
import { Train } from './train.js';
import { Unfreeze } from './unfreeze.js';

export { Evaluate, Freeze, Train, Unfreeze };

export default plugin({ name: 'training', nodes: [Freeze, Unfreeze, Train, Evaluate] });

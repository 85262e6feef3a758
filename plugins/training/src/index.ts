import { plugin } from '@expgraph/sdk';
import { Evaluate } from './evaluate.js';
import { Export } from './export.js';
import { Freeze } from './freeze.js';
import { LoadModel } from './load-model.js';
import { Predict } from './predict.js';
import { Train } from './train.js';
import { Unfreeze } from './unfreeze.js';

export { Evaluate, Export, Freeze, LoadModel, Predict, Train, Unfreeze };

export default plugin({
  name: 'training',
  nodes: [Freeze, Unfreeze, Train, Evaluate, LoadModel, Predict, Export],
});

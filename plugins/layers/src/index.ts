import { plugin } from '@expgraph/sdk';
import { ClassifierHead } from './classifier-head.js';
import { DenseModel } from './dense-model.js';
import { Embedding } from './embedding.js';
import { layers } from './layers/index.js';
import { LinearRegression } from './linear-regression.js';
import { LogisticRegression } from './logistic-regression.js';
import { RegressorHead } from './regressor-head.js';
import { SequentialModel } from './sequential-model.js';

export { ClassifierHead, DenseModel, Embedding, LinearRegression, LogisticRegression, RegressorHead, SequentialModel };

export default plugin({
  name: 'layers',
  nodes: [LinearRegression, LogisticRegression, DenseModel, SequentialModel, Embedding, ClassifierHead, RegressorHead],
  components: layers,
});

import { registerActivationGradients } from './activation-gradients.js';
import { registerAddBias } from './add-bias.js';
import { registerBatchNormalization } from './batch-normalization.js';
import { registerDilatedConvolutionGradients } from './dilated-convolution-gradients.js';
import { registerEmbedding } from './embedding.js';
import { registerExpandDims } from './expand-dims.js';
import { registerMatrixProduct } from './matrix-product.js';
import { registerRecurrence } from './recurrence.js';
import { registerReductionGradients } from './reduction-gradients.js';
import { registerSoftmaxCrossEntropy } from './softmax-cross-entropy.js';
import { registerStatelessRandom } from './stateless-random.js';

/** Registers TensorFlow kernels and gradients that tfjs lacks. Call after tfjs-node's kernels are registered. */
export function registerNativeKernels(): void {
  registerActivationGradients();
  registerAddBias();
  registerBatchNormalization();
  registerStatelessRandom();
  registerDilatedConvolutionGradients();
  registerEmbedding();
  registerExpandDims();
  registerMatrixProduct();
  registerRecurrence();
  registerReductionGradients();
  registerSoftmaxCrossEntropy();
}

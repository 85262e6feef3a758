import { alphaWithoutWeights, unknownWeights } from './messages.js';

/**
 * The trunk of an object detector that was trained on Open Images V4 (MediaPipe Objectron, Apache-2.0): alpha 1, the batch
 * normalisation folded, float16. It stands in the middle of a file with other assets.
 */
export const OPEN_IMAGES = {
  source: 'npm:@mediapipe/objectron@0.4.1675468480/objectron_solution_packed_assets.data',
  start: 184,
  end: 9987912,
  sha256: 'd0a5255bf8c4f5a0bc4240741a76c41d5e939f7655078f945f50ab53a9375da6',
} as const;

/** Names of weights that are known here; anything else that is given is a source. */
export const NAMED_WEIGHTS = ['open-images', 'imagenet', 'none'] as const;

/** The widths and image sizes that Keras has published ImageNet weights for. */
const IMAGENET_ALPHAS = [0.35, 0.5, 0.75, 1, 1.3, 1.4];
const IMAGENET_SIZES = [96, 128, 160, 192, 224];
const IMAGENET = 'https://storage.googleapis.com/tensorflow/keras-applications/mobilenet_v2/';

/**
 * The source of named weights, or the source that is given; undefined for none.
 * @throws ExperimentError when there are no such weights for this alpha.
 */
export function sourceOfWeights(
  weights: string,
  alpha: number,
  [height, width]: readonly [number, number],
): string | undefined {
  if (weights === 'none') return undefined;
  if (weights === 'open-images') {
    if (alpha !== 1) throw alphaWithoutWeights(weights, alpha, [1]);
    return OPEN_IMAGES.source;
  }
  if (weights === 'imagenet') {
    if (!IMAGENET_ALPHAS.includes(alpha)) throw alphaWithoutWeights(weights, alpha, IMAGENET_ALPHAS);
    // As Keras: the weights for another size do as well, those for 224 are taken.
    const size = height === width && IMAGENET_SIZES.includes(height) ? height : 224;
    const alphaText = alpha === 1 ? '1.0' : String(alpha);
    return `${IMAGENET}mobilenet_v2_weights_tf_dim_ordering_tf_kernels_${alphaText}_${size}_no_top.h5`;
  }
  if (!/\.(h5|tflite)(#|$)/.test(weights)) throw unknownWeights(weights, NAMED_WEIGHTS);
  return weights;
}

import type { NamedWeights } from '@expgraph/sdk';
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

/** The file of ImageNet weights for a width and an image size. Keras publishes no checksum of it. */
const imagenet = (alpha: number, size: number): NamedWeights => {
  const variant = `${alpha === 1 ? '1.0' : alpha}_${size}`;
  return {
    name: 'imagenet',
    variant,
    source: `${IMAGENET}mobilenet_v2_weights_tf_dim_ordering_tf_kernels_${variant}_no_top.h5`,
    description: 'ImageNet, as Keras publishes them; variants by alpha and image size.',
  };
};

/** Every named file; of each name, that of the node's defaults first. */
export const MOBILENET_V2_WEIGHTS: readonly NamedWeights[] = [
  {
    name: 'open-images',
    source: OPEN_IMAGES.source,
    sha256: '470986ca5df183f41698da6de74b027d838fe289d77b5ab094497d350bee664e',
    bytes: 32_700_000,
    description: 'An object detector trained on Open Images V4 (MediaPipe Objectron, Apache-2.0), alpha 1.',
  },
  imagenet(1, 224),
  ...IMAGENET_ALPHAS.flatMap((alpha) => IMAGENET_SIZES.map((size) => imagenet(alpha, size))).filter(
    ({ variant }) => variant !== '1.0_224',
  ),
];

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
    return imagenet(alpha, size).source;
  }
  if (!/\.(h5|tflite)(#|$)/.test(weights)) throw unknownWeights(weights, NAMED_WEIGHTS);
  return weights;
}

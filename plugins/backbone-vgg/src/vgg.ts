import {
  type Architecture,
  type BackboneConfig,
  type Blueprint,
  type Features,
  kerasVariant,
  kerasWeights,
  pool,
} from '@expgraph/model-io/backbones';

/** Filters of the convolutions in each block: columns D and E of table 1 of the paper. */
const BLOCKS = {
  vgg16: [
    [64, 64],
    [128, 128],
    [256, 256, 256],
    [512, 512, 512],
    [512, 512, 512],
  ],
  vgg19: [
    [64, 64],
    [128, 128],
    [256, 256, 256, 256],
    [512, 512, 512, 512],
    [512, 512, 512, 512],
  ],
} as const;

/** MD5 of Keras' files with and without the top. */
const CHECKSUMS = {
  vgg16: ['64373286793e3c8b2b4e3219cbf3544b', '6d6bbae143d832006294945121d1f1fc'],
  vgg19: ['cbe5617147190e668d6c5d5026f83318', '253f8cb515780f3b799900260a226db6'],
} as const;

const KERNELS = '_weights_tf_dim_ordering_tf_kernels';

/** VGG16 or VGG19: 3x3 convolutions, and pooling after each block (Simonyan and Zisserman, 2014, arXiv:1409.1556). */
export function vgg(name: keyof typeof BLOCKS): Architecture {
  const layers = name === 'vgg16' ? 16 : 19;
  return {
    name,
    description: `VGG-${layers} (Simonyan and Zisserman, 2014, arXiv:1409.1556).`,
    range: 'caffe',
    inputSize: [224, 224],
    minimumSize: 32,
    weights: kerasWeights(`tensorflow/keras-applications/${name}/${name}${KERNELS}`, CHECKSUMS[name]),
    variant,
    limits: () => ({ inputSize: [[224, 224]] }),
    build(b, config) {
      let x = b.input;
      for (const [block, filters] of BLOCKS[name].entries()) x = convolutions(b, x, `block${block + 1}`, filters);
      return config.includeTop ? top(b, x, config) : pool(b, x, config);
    },
  };
}

/**
 * Returns the variant of the weights. The first dense layer of the top takes all positions of the last feature maps, so
 * its weights are for one image size.
 */
function variant(config: BackboneConfig): string {
  const [height, width] = config.inputSize;
  const other = config.includeTop && (height !== 224 || width !== 224);
  return other ? `top for ${height} x ${width}` : kerasVariant(config);
}

function convolutions(b: Blueprint, input: Features, block: string, filters: readonly number[]): Features {
  let x = input;
  for (const [index, count] of filters.entries()) {
    const options = { filters: count, kernelSize: 3, padding: 'same', activation: 'relu' } as const;
    x = b.conv2d(x, { name: `${block}_conv${index + 1}`, ...options });
  }
  return b.maxPooling2d(x, { name: `${block}_pool`, poolSize: 2 });
}

function top(b: Blueprint, x: Features, { classes, classifierActivation }: BackboneConfig): Features {
  let y = b.flatten(x, 'flatten');
  y = b.dense(y, { name: 'fc1', units: 4096, activation: 'relu' });
  y = b.dense(y, { name: 'fc2', units: 4096, activation: 'relu' });
  return b.dense(y, { name: 'predictions', units: classes, activation: classifierActivation });
}

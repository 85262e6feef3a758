import { SOURCE, type Static, Type } from '@expgraph/sdk';

export interface Defaults {
  readonly inputSize: readonly [number, number];
  /** Minimum height and width of the images in pixels. */
  readonly minimumSize: number;
  readonly weights: string;
  /** Names of published weights, including `none`. */
  readonly names: readonly string[];
}

/** Returns the options that all backbones share, named as in Keras Applications. */
export const backboneOptions = ({ inputSize, minimumSize, weights, names }: Defaults) => ({
  inputSize: Type.ImageSize({
    default: [...inputSize],
    description: `Height and width of the images in pixels, at least ${minimumSize}.`,
  }),
  includeTop: Type.Boolean({
    default: false,
    description: 'Include the classifier that the network was published with.',
  }),
  pooling: Type.Choice(['none', 'avg', 'max'], {
    default: 'none',
    description: 'Output without the top. none: feature maps; avg, max: mean or maximum of each channel.',
  }),
  classes: Type.Integer({ minimum: 1, default: 1000, description: 'Number of classes of the top.' }),
  classifierActivation: Type.Choice(['softmax', 'linear'], {
    default: 'softmax',
    description: 'Activation function of the top. softmax: probabilities; linear: logits.',
  }),
  weights: Type.Source({
    // Named weights are pinned in the code; only the contents of files enter the fingerprint.
    [SOURCE]: { except: names },
    default: weights,
    description: `Pretrained weights: ${names.join(', ')}, or a source, such as a .h5 or .keras file of Keras.`,
  }),
});

const schema = Type.Object(
  backboneOptions({ inputSize: [224, 224], minimumSize: 32, weights: 'none', names: ['none'] }),
);

export type BackboneConfig = Static<typeof schema>;

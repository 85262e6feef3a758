import { tf } from '../tfjs.js';

type Options = Omit<Parameters<typeof tf.layers.activation>[0], 'activation'>;
type Identifier = Parameters<typeof tf.layers.activation>[0]['activation'];

/** What a layer takes as its `activation` besides tfjs' own names. */
export type ActivationName = NonNullable<Identifier>;

/** Lets layers find an activation by its name, in their arguments and in files. */
function activationNamed(name: string, apply: (x: tf.Tensor) => tf.Tensor): ActivationName {
  class Activation extends tf.serialization.Serializable {
    /** @nocollapse */
    static readonly className = name;

    apply(x: tf.Tensor): tf.Tensor {
      return tf.tidy(() => apply(x));
    }

    override getConfig(): tf.serialization.ConfigDict {
      return {};
    }
  }
  tf.serialization.registerClass(Activation);
  return name as ActivationName;
}

const relu6Sigmoid = (x: tf.Tensor): tf.Tensor => tf.mul(tf.relu6(tf.add(x, 3)), 1 / 6);
const relu6Swish = (x: tf.Tensor): tf.Tensor => tf.mul(x, relu6Sigmoid(x));

/**
 * Names of activations that tfjs lacks, for the argument `activation` of any layer; plain tfjs refuses models that have one.
 * - `hardSigmoid`: `relu6(x + 3) / 6`, Keras 3's. Its name is not tfjs' `hardSigmoid`, which stays `0.2 x + 0.5` between 0
 *   and 1, as in Keras 2.
 * - `hardSwish`: `x * relu6(x + 3) / 6` (Howard et al., 2019, arXiv:1905.02244).
 */
export const hardActivations = {
  hardSigmoid: activationNamed('hardSigmoidRelu6', relu6Sigmoid),
  hardSwish: activationNamed('hardSwish', relu6Swish),
} as const;

// Keras 3 writes this name for the same, and takes either.
activationNamed('hardSilu', relu6Swish);

/** `hardActivations.hardSigmoid` as a layer. */
export const hardSigmoid = (options: Options = {}): tf.layers.Layer =>
  tf.layers.activation({ ...options, activation: hardActivations.hardSigmoid });

/** `hardActivations.hardSwish` as a layer. */
export const hardSwish = (options: Options = {}): tf.layers.Layer =>
  tf.layers.activation({ ...options, activation: hardActivations.hardSwish });

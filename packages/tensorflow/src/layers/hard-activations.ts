import { tf } from '../tfjs.js';

type Options = Omit<Parameters<typeof tf.layers.activation>[0], 'activation'>;
type Identifier = Parameters<typeof tf.layers.activation>[0]['activation'];

/** A value of a layer's `activation`, including names that tfjs lacks. */
export type ActivationName = NonNullable<Identifier>;

/** Registers an activation by name, for layer arguments and saved models. */
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
 * Names of activations that tfjs lacks, for the argument `activation` of any layer. Plain tfjs does not load models
 * with them.
 * - `hardSigmoid`: `relu6(x + 3) / 6` as in Keras 3. Its registered name differs from tfjs' `hardSigmoid`, which is
 * `0.2 x + 0.5` clipped to 0 and 1 as in Keras 2.
 * - `hardSwish`: `x * relu6(x + 3) / 6` (Howard et al., 2019, arXiv:1905.02244).
 */
export const hardActivations = {
  hardSigmoid: activationNamed('hardSigmoidRelu6', relu6Sigmoid),
  hardSwish: activationNamed('hardSwish', relu6Swish),
} as const;

// Keras 3 writes `hard_silu` and reads both names.
activationNamed('hardSilu', relu6Swish);

/** Returns `hardActivations.hardSigmoid` as a layer. */
export const hardSigmoid = (options: Options = {}): tf.layers.Layer =>
  tf.layers.activation({ ...options, activation: hardActivations.hardSigmoid });

/** Returns `hardActivations.hardSwish` as a layer. */
export const hardSwish = (options: Options = {}): tf.layers.Layer =>
  tf.layers.activation({ ...options, activation: hardActivations.hardSwish });

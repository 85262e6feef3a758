import { tf } from '../tfjs.js';

type Layer = ConstructorParameters<typeof tf.layers.Layer>[0];

/** Values, nested along the kept axes. */
type Numbers = number | readonly number[] | readonly (readonly number[])[];

export type NormalizationArguments = Layer & {
  /** Axes with a mean and variance per position; default -1, null for none. */
  readonly axis?: number | readonly number[] | null;
  /** Means used instead of weights; requires `variance`. */
  readonly mean?: Numbers | null;
  readonly variance?: Numbers | null;
  /** Whether to invert the normalization; default false. */
  readonly invert?: boolean;
};

/** Lower bound of the divisor, as in Keras. */
const EPSILON = 1e-7;

/**
 * Computes `(x - mean) / sqrt(variance)` with fixed values: the given ones, or the weights `mean`, `variance` and
 * `count` as in Keras files. Plain tfjs has no such layer and does not load models with one.
 */
class Normalization extends tf.layers.Layer {
  /** @nocollapse */
  static readonly className = 'Normalization';
  private readonly axis: readonly number[];
  private readonly invert: boolean;
  private readonly given?: { readonly mean: Numbers; readonly variance: Numbers };
  private weightsOfMoments?: readonly tf.LayerVariable[];

  constructor(options: NormalizationArguments) {
    super(options);
    const { axis = -1, mean, variance, invert } = options;
    this.axis = axis === null ? [] : typeof axis === 'number' ? [axis] : axis;
    this.invert = invert ?? false;
    const [first, second] = [mean ?? undefined, variance ?? undefined];
    if (first !== undefined && second !== undefined) this.given = { mean: first, variance: second };
    else if (first !== second) throw new Error('normalization: set both mean and variance, or neither.');
  }

  override build(inputShape: tf.Shape): void {
    const rank = inputShape.length;
    const shape = this.keptAxes(rank).map((axis) => {
      const size = inputShape[axis];
      if (size === null)
        throw new Error(`normalization: the size of axis ${axis} is unknown. Set it in the input shape.`);
      return size;
    });
    if (!this.given) {
      const [zeros, ones] = [tf.initializers.zeros(), tf.initializers.ones()];
      const add = (name: string, size: number[], first: typeof zeros) =>
        this.addWeight(name, size, 'float32', first, undefined, false);
      this.weightsOfMoments = [add('mean', shape, zeros), add('variance', shape, ones)];
      // Unused, but present in Keras files. All weights are float32 here.
      add('count', [], zeros);
    }
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    return tf.tidy(() => {
      const [mean, variance] = this.moments(x.shape);
      const std = tf.maximum(tf.sqrt(variance), EPSILON);
      const numbers = tf.cast(x, 'float32');
      return this.invert ? tf.add(tf.mul(numbers, std), mean) : tf.div(tf.sub(numbers, mean), std);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { axis, invert, given } = this;
    return { ...super.getConfig(), axis: [...axis], invert, ...(given as tf.serialization.ConfigDict | undefined) };
  }

  private keptAxes(rank: number): number[] {
    return this.axis.map((axis) => (axis < 0 ? axis + rank : axis)).sort((a, b) => a - b);
  }

  /** Returns mean and variance with the rank of the input and size 1 along reduced axes. */
  private moments(shape: readonly number[]): readonly tf.Tensor[] {
    const axes = this.keptAxes(shape.length);
    const values = this.given
      ? [tf.tensor(this.given.mean as number[]), tf.tensor(this.given.variance as number[])]
      : (this.weightsOfMoments ?? []).map((weight) => weight.read());
    return values.map((value) => {
      // As in Keras, values apply to the last of the kept axes.
      const spread = shape.map(() => 1);
      for (const [index, size] of value.shape.entries()) spread[axes[axes.length - value.rank + index]] = size;
      return tf.reshape(value, spread);
    });
  }
}

tf.serialization.registerClass(Normalization as never);

/** Returns the layer. Takes Keras' arguments. */
export const normalization = (options: NormalizationArguments = {}): tf.layers.Layer => new Normalization(options);

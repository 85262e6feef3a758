import { tf } from '../tfjs.js';

type Layer = ConstructorParameters<typeof tf.layers.Layer>[0];

/** Numbers, nested as the axes that are kept. */
type Numbers = number | readonly number[] | readonly (readonly number[])[];

export type NormalizationArguments = Layer & {
  /** The axes that have a mean and a variance for each of their positions; default -1, null for none. */
  readonly axis?: number | readonly number[] | null;
  /** With `variance`, in place of weights. */
  readonly mean?: Numbers | null;
  readonly variance?: Numbers | null;
  /** Undo a normalization; default false. */
  readonly invert?: boolean;
};

/** What Keras takes for 0 in a divisor. */
const EPSILON = 1e-7;

/**
 * `(x - mean) / sqrt(variance)` with numbers that are not learned: those given, or the weights `mean`, `variance` and `count`,
 * which Keras' files have. Plain tfjs has no such layer, and refuses models that have one.
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
    else if (first !== second) throw new Error('normalization: give both mean and variance, or neither.');
  }

  override build(inputShape: tf.Shape): void {
    const rank = inputShape.length;
    const shape = this.keptAxes(rank).map((axis) => {
      const size = inputShape[axis];
      if (size === null) throw new Error(`normalization: the size of axis ${axis} has to be known.`);
      return size;
    });
    if (!this.given) {
      const [zeros, ones] = [tf.initializers.zeros(), tf.initializers.ones()];
      const add = (name: string, size: number[], first: typeof zeros) =>
        this.addWeight(name, size, 'float32', first, undefined, false);
      this.weightsOfMoments = [add('mean', shape, zeros), add('variance', shape, ones)];
      // Keras has it in its files, for its own sake. All weights are float32 here.
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

  /** Mean and variance, of the rank of the input, size 1 along axes that have but one. */
  private moments(shape: readonly number[]): readonly tf.Tensor[] {
    const axes = this.keptAxes(shape.length);
    const values = this.given
      ? [tf.tensor(this.given.mean as number[]), tf.tensor(this.given.variance as number[])]
      : (this.weightsOfMoments ?? []).map((weight) => weight.read());
    return values.map((value) => {
      // As in Keras, numbers belong to the last of the axes that are kept.
      const spread = shape.map(() => 1);
      for (const [index, size] of value.shape.entries()) spread[axes[axes.length - value.rank + index]] = size;
      return tf.reshape(value, spread);
    });
  }
}

tf.serialization.registerClass(Normalization as never);

/** The layer, with Keras' arguments. */
export const normalization = (options: NormalizationArguments = {}): tf.layers.Layer => new Normalization(options);

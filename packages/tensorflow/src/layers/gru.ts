import { tf } from '../tfjs.js';
import { dropoutMask } from './seeded-dropout.js';
import { type Recurrent, type RecurrentCell, SeededMasks } from './seeded-masks.js';

type Arguments = Parameters<typeof tf.layers.gru>[0] & {
  /** Let the reset gate come after the product of the state with its kernel, rather than before; default true. */
  readonly resetAfter?: boolean;
};

/** What is used of tfjs' own cell. */
interface Cell extends RecurrentCell {
  readonly units: number;
  useBias: boolean;
  readonly dropout: number;
  readonly recurrentDropout: number;
  readonly activation: { apply(x: tf.Tensor): tf.Tensor };
  readonly recurrentActivation: { apply(x: tf.Tensor): tf.Tensor };
  readonly kernel: tf.LayerVariable;
  readonly recurrentKernel: tf.LayerVariable;
  readonly biasInitializer: never;
  readonly biasRegularizer: never;
  readonly biasConstraint: never;
  bias: tf.LayerVariable | null;
}

const StockCell = tf.layers.gruCell({ units: 1 }).constructor as unknown as new (options: Arguments) => Cell;
const Stock = tf.layers.gru({ units: 1 }).constructor as unknown as new (
  options: Arguments,
) => Recurrent & { readonly stateful: boolean };

/** What is the same at every step of a sequence. */
interface Sequence {
  readonly kernel: tf.Tensor2D;
  readonly bias?: tf.Tensor1D;
  readonly mask?: tf.Tensor;
}

/** One step of a GRU whose reset gate comes after the product with the recurrent kernel. */
class ResetAfterCell extends StockCell {
  /** @nocollapse */
  static readonly className = 'GRUCell';
  sequence?: Sequence;

  /** Adds weights in Keras' order and shapes: `bias` is that of the inputs, then that of the state. */
  override build(inputShape: tf.Shape): void {
    const { useBias, biasInitializer, biasRegularizer, biasConstraint } = this;
    // tfjs would add a bias of the inputs alone.
    this.useBias = false;
    super.build(inputShape);
    this.useBias = useBias;
    if (!useBias) return;
    const shape = [2, 3 * this.units];
    this.bias = this.addWeight('bias', shape, 'float32', biasInitializer, biasRegularizer, true, biasConstraint);
  }

  /** Takes what the kernel makes of the inputs, `float32[batch, 3 units]`, and the state; gates z, r, h. */
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor[] {
    const [x, state] = inputs as tf.Tensor2D[];
    const { kernel, bias, mask } = this.sequence as Sequence;
    const { units } = this;
    return tf.tidy(() => {
      const product = tf.matMul((mask ? tf.mul(state, mask) : state) as tf.Tensor2D, kernel);
      const [xGates, xNew] = tf.split(x, [2 * units, units], 1);
      const [hGates, hNew] = tf.split(bias ? tf.add(product, bias) : product, [2 * units, units], 1);
      const gates = this.recurrentActivation.apply(tf.add(xGates, hGates));
      const [update, reset] = tf.split(gates, 2, 1);
      const candidate = this.activation.apply(tf.add(xNew, tf.mul(reset, hNew)));
      const next = tf.add(candidate, tf.mul(update, tf.sub(state, candidate)));
      return [next, next];
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), resetAfter: true };
  }
}

/**
 * GRU (Cho et al., 2014, arXiv:1406.1078). With `resetAfter`, Keras' variant that cuDNN computes too, it has a `bias` of its own
 * for the state, `float32[2, 3 units]`; plain tfjs refuses that argument. Without, saved models open in plain tfjs.
 */
class Gru extends Stock {
  /** @nocollapse */
  static readonly className = 'GRU';
  private readonly masks: SeededMasks;

  constructor(options: Arguments) {
    super({ ...options, resetAfter: false });
    if (options.resetAfter) this.cell = new ResetAfterCell({ ...options, resetAfter: false });
    this.masks = new SeededMasks(this);
  }

  override call(inputs: tf.Tensor | tf.Tensor[], options: Record<string, unknown> = {}): tf.Tensor | tf.Tensor[] {
    const { cell } = this;
    if (!(cell instanceof ResetAfterCell)) return this.masks.during(() => super.call(inputs, options));
    const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor3D;
    return tf.tidy(() => {
      const [inputBias, bias] = cell.bias ? tf.unstack(cell.bias.read()) : [];
      const training = options.training === true;
      const states = [x.shape[0], cell.units];
      cell.sequence = {
        kernel: cell.recurrentKernel.read() as tf.Tensor2D,
        bias: bias as tf.Tensor1D | undefined,
        mask: training ? this.mask(states, cell.recurrentDropout, 'state') : undefined,
      };
      const dropped = training ? this.mask([x.shape[0], 1, x.shape[2]], cell.dropout, 'inputs') : undefined;
      const projected = project(dropped ? tf.mul(x, dropped) : x, cell.kernel.read() as tf.Tensor2D, inputBias);
      const initialState = options.initialState ?? (this.stateful ? undefined : [tf.zeros(states)]);
      const outputs = super.call(projected, { ...options, initialState });
      cell.sequence = undefined;
      return outputs;
    });
  }

  private mask(shape: readonly number[], rate: number, of: string): tf.Tensor | undefined {
    return rate > 0 && rate < 1 ? dropoutMask(shape, rate, `${this.name}/${of}`) : undefined;
  }
}

/** `float32[batch, time, features]` times a kernel, for all steps at once: `float32[batch, time, 3 units]`. */
function project(x: tf.Tensor3D, kernel: tf.Tensor2D, bias?: tf.Tensor): tf.Tensor3D {
  const [batch, time, features] = x.shape;
  const product = tf.matMul(tf.reshape(x, [batch * time, features]) as tf.Tensor2D, kernel);
  return tf.reshape(bias ? tf.add(product, bias) : product, [batch, time, kernel.shape[1]]);
}

tf.serialization.registerClass(Gru as never);

/**
 * The layer, with Keras' arguments and defaults: the reset gate comes after the product, and the recurrent activation is a
 * sigmoid, where tfjs takes a hard one. Inputs `float32[batch, time, features]`; outputs `float32[batch, units]`, or
 * `float32[batch, time, units]` with `returnSequences`. With `recurrentDropout`, one mask serves the three gates.
 */
export const gru = (options: Arguments): tf.layers.Layer => {
  const defaults = { resetAfter: true, recurrentActivation: 'sigmoid', kernelInitializer: 'glorotUniform' } as const;
  return new Gru({ ...defaults, ...options });
};

import { component, plugin, Type } from '@expgraph/sdk';
import { type Callback, type Loss, layer, type Optimizer, type Schedule } from '@expgraph/tensorflow';

/** Focal loss: examples that are already classified well count less (Lin et al., 2017, arXiv:1708.02002). */
export const focal = component({
  kind: 'loss',
  type: 'focal',
  description: 'Cross-entropy that gives less weight to well-classified examples (arXiv:1708.02002).',
  config: Type.Object({
    gamma: Type.Number({ minimum: 0, default: 2, description: 'Strength of the weighting; 0 is cross-entropy.' }),
  }),
  async create({ gamma }): Promise<Loss> {
    const { tf } = await import('@expgraph/tensorflow/tfjs');
    return {
      type: 'focal',
      targets: 'class',
      perExample(outputs, labels) {
        const oneHot = tf.cast(tf.oneHot(tf.cast(labels, 'int32') as never, outputs.shape[1]), 'float32');
        const logarithm = tf.sum(tf.mul(tf.logSoftmax(outputs), oneHot), -1);
        return tf.mul(tf.neg(logarithm), tf.pow(tf.sub(1, tf.exp(logarithm)), gamma));
      },
    };
  },
});

/** Lion: steps by the sign of a momentum (Chen et al., 2023, arXiv:2302.06675). */
export const lion = component({
  kind: 'optimizer',
  type: 'lion',
  description: 'Steps by the sign of a momentum of the gradient (arXiv:2302.06675).',
  config: Type.Object({
    learningRate: Type.Union([Type.Number({ exclusiveMinimum: 0 }), Type.Component('schedule')], {
      default: 0.001,
      description: 'Learning rate, or a schedule of it.',
    }),
    beta1: Type.Number({ minimum: 0, maximum: 1, default: 0.9, description: 'Fraction of the momentum in a step.' }),
    beta2: Type.Number({ minimum: 0, maximum: 1, default: 0.99, description: 'Decay rate of the momentum.' }),
  }),
  async create({ learningRate, beta1, beta2 }): Promise<Optimizer> {
    const { tf } = await import('@expgraph/tensorflow/tfjs');
    return {
      type: 'lion',
      // A schedule has been created by now.
      learningRate: learningRate as number | Schedule,
      slots: ['momentum'],
      scalars: (_, rate) => [rate],
      update({ variable, gradient, slots: [last], scalars: [rate] }) {
        const direction = tf.sign(tf.add(tf.mul(last, beta1), tf.mul(gradient, 1 - beta1)));
        const momentum = tf.add(tf.mul(last, beta2), tf.mul(gradient, 1 - beta2));
        return { variable: tf.sub(variable, tf.mul(direction, rate)), slots: [momentum] };
      },
    };
  },
});

/** Linear warm-up, then decay with the inverse square root of the step (Vaswani et al., 2017, arXiv:1706.03762). */
export const inverseSquareRoot = component({
  kind: 'schedule',
  type: 'inverse-square-root',
  description: 'Linear warm-up, then decay with the inverse square root of the step (arXiv:1706.03762).',
  config: Type.Object({
    peak: Type.Number({ exclusiveMinimum: 0, description: 'Learning rate at the end of the warm-up.' }),
    warmupSteps: Type.Integer({ minimum: 1, default: 100, description: 'Number of steps of the warm-up.' }),
  }),
  create: ({ peak, warmupSteps }): Schedule => ({
    at: (step) => peak * Math.min((step + 1) / warmupSteps, Math.sqrt(warmupSteps / (step + 1))),
  }),
});

/** Stops when a metric is good enough. */
export const stopAt = component({
  kind: 'callback',
  type: 'stop-at',
  description: 'Stop training when a metric reaches a value.',
  config: Type.Object({
    monitor: Type.String({ default: 'accuracy', description: 'Metric to watch.' }),
    value: Type.Number({ description: 'Value of the metric at which training stops.' }),
  }),
  create: ({ monitor, value }): Callback => ({
    monitor,
    onEpochEnd: (_, logs) => (logs[monitor] >= value ? ['stop'] : []),
    state: () => null,
    restore() {},
  }),
});

let scaleClass: ReturnType<typeof defineScale> | undefined;
const loadScale = () => {
  scaleClass ??= defineScale();
  return scaleClass;
};

/** LayerScale: a trainable factor of each feature (Touvron et al., 2021, arXiv:2103.17239). */
async function defineScale() {
  const { tf } = await import('@expgraph/tensorflow/tfjs');
  class LayerScale extends tf.layers.Layer {
    static readonly className = 'LayerScale';
    private readonly initial: number;

    constructor(options: { initial: number; name?: string }) {
      super(options as never);
      this.initial = options.initial;
    }

    override build(shape: number[]): void {
      const initializer = tf.initializers.constant({ value: this.initial });
      this.addWeight('scale', [shape.at(-1) as number], 'float32', initializer);
      super.build(shape);
    }

    override call(inputs: unknown) {
      return tf.tidy(() => tf.mul(Array.isArray(inputs) ? inputs[0] : inputs, this.weights[0].read()));
    }

    override getConfig() {
      return { ...super.getConfig(), initial: this.initial };
    }
  }
  tf.serialization.registerClass(LayerScale as never);
  return LayerScale;
}

export const layerScale = layer({
  type: 'layer-scale',
  kind: 'LayerScale',
  description: 'Multiply each feature by a trainable factor (arXiv:2103.17239).',
  options: { initial: Type.Number({ default: 0.1, description: 'Initial value of the factors.' }) },
  build: async ({ initial }, { name }) => new (await loadScale())({ initial, name }),
  load: loadScale,
});

export default plugin({ name: 'extras', components: [focal, lion, inverseSquareRoot, stopAt, layerScale] });

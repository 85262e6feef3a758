import type { Batch } from '@expgraph/sdk';
import { withStepSeed } from '../layers/seeded-dropout.js';
import { namedWeights } from '../model/clone-model.js';
import { tf } from '../tfjs.js';
import { forwardToLogits } from './forward.js';
import { type LossOptions, lossPerExample } from './losses.js';
import type { OptimizerSlots } from './optimizer-slots.js';

export interface StepResult {
  /** Sum over the batch. */
  readonly loss: number;
  /** Examples that are classified rightly; undefined when labels are numbers. */
  readonly correct?: number;
}

/** One optimiser step of a network: forward, loss, gradients of what is not frozen, update. */
export class TrainStep {
  private readonly variables: ReadonlyMap<string, tf.Variable>;

  constructor(
    private readonly network: tf.LayersModel,
    private readonly slots: OptimizerSlots,
    private readonly options: LossOptions,
  ) {
    const trainable = [...namedWeights(network)].filter(([, { trainable }]) => trainable);
    this.variables = new Map(trainable.map(([name, { weight }]) => [name, weight.read() as tf.Variable]));
  }

  /** `seed` decides the dropout masks. */
  async run(batch: Batch, seed: number, learningRate: number): Promise<StepResult> {
    const [loss, correct] = tf.tidy(() => {
      const features = tf.tensor(batch.features, [...batch.shape], 'float32');
      const labels = tf.tensor1d(batch.labels, this.options.loss === 'meanSquaredError' ? 'float32' : 'int32');
      const outputs: tf.Tensor[] = [];
      const meanLoss = (): tf.Scalar => {
        const logits = forwardToLogits(this.network, features, true);
        outputs.push(tf.keep(logits.clone()));
        return tf.mean(lossPerExample(logits, labels, this.options));
      };
      const { value, grads } = withStepSeed(seed, () => tf.variableGrads(meanLoss, [...this.variables.values()]));
      for (const [name, variable] of this.variables) {
        const gradient = grads[variable.name];
        this.slots.update(name, variable, gradient, learningRate);
      }
      const right = tf.sum(tf.cast(tf.equal(tf.argMax(outputs[0], -1), tf.cast(labels, 'int32')), 'float32'));
      tf.dispose(outputs);
      return [value, right];
    });
    const [[lossValue], [correctValue]] = await Promise.all([loss.data(), correct.data()]);
    tf.dispose([loss, correct]);
    const examples = batch.labels.length;
    const classes = this.options.loss !== 'meanSquaredError';
    return { loss: lossValue * examples, correct: classes ? correctValue : undefined };
  }
}

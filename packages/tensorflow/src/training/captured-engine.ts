import type { Batch, OptimizerState } from '@expgraph/sdk';
import type { Optimizer } from '../components/optimizers/optimizer.js';
import { DTYPE, type Values } from '../graph/graph-def.js';
import type { Feeds, GraphSession } from '../graph/graph-session.js';
import type { GraphVariables } from '../graph/graph-variables.js';
import { openSession } from '../graph/open-session.js';
import type { StateVariables } from '../graph/state-variables.js';
import { namedWeights } from '../model/clone-model.js';
import { tf } from '../tfjs.js';
import { labelShape, labelsOf, labelType, lossCount, weightsOf } from './loss-inputs.js';
import { type LossOptions, lossOf } from './losses.js';
import type { BatchScores, StepResult, TrainingEngine } from './training-engine.js';
import { names, TrainingGraph } from './training-graph.js';
import type { UpdateCounts } from './update-counts.js';

export interface BatchShapes {
  readonly step: readonly (readonly number[])[];
  readonly evaluate: readonly (readonly number[])[];
}

/**
 * Runs each step as one graph, which TensorFlow optimizes as a whole. The graph is recorded once per batch shape; the
 * weights and the optimizer's slots are variables of its session.
 */
export class CapturedEngine implements TrainingEngine {
  private readonly session: GraphSession;
  private readonly variables: GraphVariables;
  private readonly weightNames: readonly string[];
  private readonly slotNames: readonly string[];
  private readonly trainingStates: StateVariables;
  private readonly evaluationStates: StateVariables;
  private readonly known: OptimizerState['variables'];
  private readonly groups: readonly (readonly string[])[];

  /** Throws `NotCapturable` if the network cannot be captured as a graph. */
  constructor(
    private readonly network: tf.LayersModel,
    private readonly optimizer: Optimizer,
    start: OptimizerState | undefined,
    private readonly counts: UpdateCounts,
    private readonly options: LossOptions,
    shapes: BatchShapes,
  ) {
    this.groups = counts.groups();
    const graph = new TrainingGraph(network, { ...options, optimizer, groups: this.groups });
    graph.checkRepeatable(shapes.step[0]);
    for (const shape of shapes.step) graph.addStep(shape);
    for (const shape of shapes.evaluate) graph.addScores(shape);
    this.variables = graph.network.variables;
    this.session = openSession(graph.network.graph);
    const weights = namedWeights(network);
    this.weightNames = this.variables.names.filter((name) => weights.has(name));
    this.slotNames = this.groups.flat().flatMap((name) => this.optimizer.slots.map((slot) => names.slot(name, slot)));
    this.trainingStates = graph.trainingStates;
    this.evaluationStates = graph.evaluationStates;
    this.known = start?.type === optimizer.type ? start.variables : {};
    this.readNetwork();
    this.variables.write(this.session, this.startOfSlots());
    this.restoreStates([]);
    this.beginEvaluation();
  }

  async step(batch: Batch, seed: number, learningRate: number): Promise<StepResult> {
    const key = batch.shape.join('x');
    const feeds: Record<string, Values> = {
      ...this.feeds(batch),
      [names.weights(key)]: float(weightsOf(batch, this.options), [lossCount(batch.shape, this.network, this.options)]),
      [names.seed]: { dtype: DTYPE.int32, shape: [], values: Int32Array.of(seed) },
    };
    for (const [group, members] of this.groups.entries()) {
      const scalars = members.map((name) => this.counts.next(name, learningRate))[0];
      for (const [index, value] of scalars.entries()) {
        feeds[names.scalar(group, index)] = float(Float32Array.of(value), []);
      }
    }
    const [[loss], [correct]] = await this.session.run(feeds, [names.stepLoss(key), names.stepCorrect(key)]);
    const classes = lossOf(this.options).targets !== 'number';
    return { loss: loss * batch.shape[0], correct: classes ? correct : undefined };
  }

  async evaluate(batch: Batch): Promise<BatchScores> {
    const key = batch.shape.join('x');
    const [[loss], scores] = await this.session.run(this.feeds(batch), [names.loss(key), names.scores(key)]);
    return { loss, scores: scores as Float32Array };
  }

  writeNetwork(): void {
    const weights = namedWeights(this.network);
    for (const [name, values] of this.variables.read(this.session, this.weightNames)) {
      const weight = weights.get(name)?.weight as tf.LayerVariable;
      const tensor = tf.tensor(values, weight.shape as number[]);
      (weight.read() as tf.Variable).assign(tensor);
      tensor.dispose();
    }
  }

  readNetwork(): void {
    const weights = namedWeights(this.network);
    const values = this.weightNames.map((name) => {
      const weight = weights.get(name)?.weight as tf.LayerVariable;
      return [name, weight.read().dataSync<'float32'>()] as const;
    });
    this.variables.write(this.session, new Map(values));
  }

  async optimizerState(): Promise<OptimizerState> {
    const variables: Record<string, OptimizerState['variables'][string]> = { ...this.known };
    const values = this.variables.read(this.session, this.slotNames);
    for (const name of this.groups.flat()) {
      const slots = this.optimizer.slots.map((slot) => [slot, values.get(names.slot(name, slot))]);
      variables[name] = { steps: this.counts.of(name), slots: Object.fromEntries(slots) };
    }
    return { type: this.optimizer.type, variables };
  }

  async states(): Promise<readonly Float32Array[]> {
    return this.trainingStates.read(this.session);
  }

  restoreStates(states: readonly Float32Array[]): void {
    this.trainingStates.write(this.session, states);
  }

  beginEvaluation(): void {
    this.evaluationStates.write(this.session);
  }

  dispose(): void {
    this.session.dispose();
  }

  private startOfSlots(): Map<string, Float32Array> {
    const start = new Map<string, Float32Array>();
    const weights = namedWeights(this.network);
    for (const name of this.groups.flat()) {
      const variable = weights.get(name)?.weight.read() as tf.Tensor;
      for (const slot of this.optimizer.slots) {
        const first = this.optimizer.slotsLikeVariable?.includes(slot) ? variable.dataSync<'float32'>() : undefined;
        const known = this.known[name]?.slots[slot];
        start.set(names.slot(name, slot), known ?? first ?? new Float32Array(variable.size));
      }
    }
    return start;
  }

  private feeds(batch: Batch): Feeds {
    const key = batch.shape.join('x');
    const labels = {
      dtype: DTYPE[labelType(this.options)],
      shape: labelShape(batch.shape, this.network, this.options),
      values: labelsOf(batch, this.options),
    };
    return { [names.features(key)]: float(batch.features, batch.shape), [names.labels(key)]: labels };
  }
}

const float = (values: Float32Array, shape: readonly number[]): Values => ({ dtype: DTYPE.float32, shape, values });

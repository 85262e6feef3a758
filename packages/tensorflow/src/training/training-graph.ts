import type { InPlaceUpdate, Optimizer } from '../components/optimizers/optimizer.js';
import { DTYPE } from '../graph/graph-def.js';
import { type GraphInput, NetworkGraph } from '../graph/network-graph.js';
import { NotCapturable } from '../graph/not-capturable.js';
import type { Recording } from '../graph/recording.js';
import type { NodeSink } from '../graph/simplified-graph.js';
import { StateVariables } from '../graph/state-variables.js';
import { NO_STATES, withCarriedStates } from '../layers/carried-states.js';
import { namedWeights } from '../model/clone-model.js';
import { tf } from '../tfjs.js';
import { labelShape, labelType, lossCount } from './loss-inputs.js';
import type { LossOptions } from './losses.js';
import { type StepTensors, scoreTensors, stepTensors } from './step-tensors.js';

export interface TrainingGraphOptions extends LossOptions {
  readonly optimizer: Optimizer;
  /** Groups of variables that share the scalars of their updates. */
  readonly groups: readonly (readonly string[])[];
}

const FLOAT = { type: DTYPE.float32 } as const;

/** Names of placeholders and results in the graph. A batch shape is written as `32x64x64x3`. */
export const names = {
  seed: 'seed',
  features: (shape: string) => `features_${shape}`,
  labels: (shape: string) => `labels_${shape}`,
  weights: (shape: string) => `weights_${shape}`,
  scalar: (group: number, index: number) => `scalar_${group}_${index}`,
  slot: (variable: string, slot: string) => `${variable} ${slot}`,
  stepLoss: (shape: string) => `step_loss_${shape}`,
  stepCorrect: (shape: string) => `step_correct_${shape}`,
  loss: (shape: string) => `loss_${shape}`,
  scores: (shape: string) => `scores_${shape}`,
};

/** Builds a graph of training and evaluation steps, one of each per batch shape, that share variables. */
export class TrainingGraph {
  readonly network: NetworkGraph;
  /** States of stateful layers in training and in evaluation. */
  readonly trainingStates: StateVariables;
  readonly evaluationStates: StateVariables;
  private readonly trained: readonly string[];
  private readonly placeholders = new Set<string>();

  constructor(
    private readonly model: tf.LayersModel,
    private readonly options: TrainingGraphOptions,
  ) {
    const layers = new Set(model.layers.filter((layer) => layer.trainable).map(({ name }) => name));
    const weights = [...namedWeights(model)];
    const changing = weights.map(([name]) => name).filter((name) => layers.has(name.slice(0, name.lastIndexOf('/'))));
    this.trained = weights.filter(([, { trainable }]) => trainable).map(([name]) => name);
    this.network = new NetworkGraph(model, new Set(changing));
    this.trainingStates = new StateVariables(this.network, 'training state');
    this.evaluationStates = new StateVariables(this.network, 'evaluation state');
    for (const name of this.trained) {
      const { shape } = this.network.variables.get(name);
      for (const slot of options.optimizer.slots) this.network.variables.add(names.slot(name, slot), shape);
    }
    this.network.placeholder(names.seed, [], 'int32');
    for (const [group] of options.groups.entries()) {
      for (const index of options.optimizer.scalars(1, 0).keys())
        this.network.placeholder(names.scalar(group, index), [], 'float32');
    }
  }

  /** Adds a training step for batches of a shape, `[batch, ...features]`. */
  addStep(shape: readonly number[]): void {
    const key = shape.join('x');
    this.recordStep(shape, undefined, (recording, written, compute) => {
      const { result: step, updates } = this.trainingStates.record(recording, compute);
      for (const [name, value] of written()) {
        const { handle } = this.network.variables.get(name);
        updates.push(this.network.graph.add('AssignVariableOp', [handle, value], { dtype: FLOAT }));
      }
      for (const [index, name] of this.trained.entries()) {
        updates.push(...this.update(recording, name, step.gradients[index]));
      }
      this.result(names.stepLoss(key), recording.nameOf(step.loss), updates);
      this.result(names.stepCorrect(key), recording.nameOf(step.correct), updates);
    });
  }

  /** Adds the loss and the scores of batches of a shape. */
  addScores(shape: readonly number[]): void {
    const key = shape.join('x');
    const { inputs, features, labels } = this.inputs(shape);
    this.network.record(inputs, (recording) => {
      const compute = () => scoreTensors(this.model, features, labels, this.options);
      const { result, updates } = this.evaluationStates.record(recording, compute);
      this.result(names.loss(key), recording.nameOf(result.loss), updates);
      this.result(names.scores(key), recording.nameOf(result.scores), updates);
    });
    tf.dispose(inputs.map(({ tensor }) => tensor));
  }

  /**
   * Throws if a step differs each time it is recorded. A layer that draws random numbers in JavaScript, for example,
   * would use the same ones in each step of the graph.
   */
  checkRepeatable(shape: readonly number[]): void {
    let nodes = 0;
    const nowhere: NodeSink = { add: (operation) => `${operation}_${nodes++}`, constant: () => `Const_${nodes++}` };
    // Uses few rows for speed, unless the network has a fixed batch size.
    const small = [this.model.inputs[0].shape[0] ?? 2, ...shape.slice(1)];
    const trace = () =>
      this.recordStep(small, nowhere, (_recording, _written, compute) => void withCarriedStates(NO_STATES, compute));
    const [first, second] = [trace(), trace()];
    if (first.operations.join('\n') !== second.operations.join('\n')) {
      throw new NotCapturable('a layer computes something different in each step');
    }
    if (first.constants.some((constant, index) => constant !== second.constants[index])) {
      throw new NotCapturable('a layer creates different values in JavaScript in each step');
    }
  }

  private recordStep(
    shape: readonly number[],
    sink: NodeSink | undefined,
    use: (recording: Recording, written: () => Map<string, string>, compute: () => StepTensors) => void,
  ): Recording['trace'] {
    const { inputs, features, labels, weights, seed } = this.inputs(shape);
    const all = namedWeights(this.model);
    const variables = this.trained.map((name) => all.get(name)?.weight.read() as tf.Variable);
    const { trace } = this.network.record(
      inputs,
      (recording, written) => {
        const given = { features, targets: { labels, weights }, seed };
        use(recording, written, () => stepTensors(this.model, variables, given, this.options));
      },
      sink,
    );
    tf.dispose(inputs.map(({ tensor }) => tensor));
    return trace;
  }

  private inputs(shape: readonly number[]) {
    const key = shape.join('x');
    const count = lossCount(shape, this.model, this.options);
    const features = tf.zeros([...shape]);
    const shapeOfLabels = labelShape(shape, this.model, this.options);
    const labels: tf.Tensor = tf.zeros(shapeOfLabels, labelType(this.options));
    const weights = tf.ones<tf.Rank.R1>([count]);
    const seed = tf.scalar(0, 'int32');
    if (!this.placeholders.has(key)) {
      this.placeholders.add(key);
      this.network.placeholder(names.features(key), shape, 'float32');
      this.network.placeholder(names.labels(key), shapeOfLabels, labelType(this.options));
      this.network.placeholder(names.weights(key), [count], 'float32');
    }
    const inputs: GraphInput[] = [
      { name: names.features(key), tensor: features },
      { name: names.labels(key), tensor: labels },
      { name: names.weights(key), tensor: weights },
      { name: names.seed, tensor: seed },
    ];
    return { inputs, features, labels, weights, seed };
  }

  /** Adds the nodes that update a variable, and returns them; the last one runs last. */
  private update(recording: Recording, name: string, gradient: tf.Tensor): string[] {
    const { optimizer } = this.options;
    const group = this.options.groups.findIndex((members) => members.includes(name));
    const scalars = [...optimizer.scalars(1, 0).keys()].map((index) => names.scalar(group, index));
    if (!optimizer.updateInPlace) return this.recordedUpdate(recording, name, gradient, scalars);
    const { graph, variables } = this.network;
    const { handle, read } = variables.get(name);
    const done: string[] = [];
    const update: InPlaceUpdate = {
      variable: handle,
      value: `${read}:0`,
      gradient: recording.nameOf(gradient),
      scalars: scalars.map((scalar) => `${scalar}:0`),
      slot: (slot) => variables.get(names.slot(name, slot)).handle,
      constant: (value) => `${graph.constant({ dtype: DTYPE.float32, shape: [], values: Float32Array.of(value) })}:0`,
      apply(operation, inputs, flags = {}) {
        const attributes = Object.entries(flags).map(([key, bool]) => [key, { bool }] as const);
        const after = done.slice(-1).map((node) => `^${node}`);
        done.push(graph.add(operation, [...inputs, ...after], { T: FLOAT, ...Object.fromEntries(attributes) }));
      },
    };
    optimizer.updateInPlace(update);
    return done.slice(-1);
  }

  private recordedUpdate(recording: Recording, name: string, gradient: tf.Tensor, scalars: string[]): string[] {
    const { optimizer } = this.options;
    const { graph, variables } = this.network;
    const variable = namedWeights(this.model).get(name)?.weight.read() as tf.Tensor;
    const stand = (of: string, shape: number[]) => {
      const tensor = tf.zeros(shape);
      recording.bind(tensor, `${of}:0`);
      return tensor;
    };
    const slotNames = optimizer.slots.map((slot) => names.slot(name, slot));
    const updated = optimizer.update({
      variable,
      gradient,
      slots: slotNames.map((slot) => stand(variables.get(slot).read, variable.shape)),
      scalars: scalars.map((scalar) => stand(scalar, [])),
    });
    const results = [
      [name, updated.variable],
      ...slotNames.map((slot, index) => [slot, updated.slots[index]]),
    ] as const;
    const values = results.map(([target, value]) => [target as string, recording.nameOf(value as tf.Tensor)] as const);
    // Assigns a variable only after all values of the update are computed from it.
    const computed = values.map(([, value]) => `^${value.split(':')[0]}`);
    return values.map(([target, value]) =>
      graph.add('AssignVariableOp', [variables.get(target).handle, value, ...computed], { dtype: FLOAT }),
    );
  }

  private result(name: string, value: string, after: readonly string[]): void {
    const done = after.map((node) => `^${node}`);
    this.network.graph.add('Identity', [value, ...done], { T: FLOAT }, name);
  }
}

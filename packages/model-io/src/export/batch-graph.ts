import { DTYPE, NotCapturable, type Signature, type SignatureTensor, type Values } from '@expgraph/tensorflow/graph';
import { namedWeights } from '@expgraph/tensorflow/model';
import type { tf } from '@expgraph/tensorflow/tfjs';
import { BatchSize, sizesFrom } from './batch-size.js';
import { GraphBuilder, type GraphNode } from './graph-builder.js';
import { layerNotInGraph } from './messages.js';
import { nodeName } from './node-name.js';
import {
  type ConstantStep,
  type OperationStep,
  type Step,
  type TensorNames,
  type Trace,
  traceNetwork,
} from './trace.js';

/** Inference graph of a network for batches of any size, with its weights as constants. */
export interface BatchGraph extends Signature {
  /** Nodes in topological order. */
  readonly nodes: readonly GraphNode[];
}

/** Two batch sizes show how shapes depend on the size: the dependency is linear. */
const SIZES = [2, 3] as const;

/**
 * Records a network with batches of two sizes. Where shapes differ, the graph computes them from the actual batch size.
 * @throws ExperimentError that names the layer that cannot be recorded or does not support any batch size.
 */
export function batchGraph(network: tf.LayersModel): BatchGraph {
  const graph = new GraphBuilder();
  const inputs = network.inputs.map((input, index) => {
    if (input.shape.slice(1).includes(null)) throw layerNotInGraph(input.name, 'the size of its input is unknown');
    const end = endOf(network.inputNames[index], input);
    const attributes = { dtype: { type: end.dtype }, shape: { shape: end.shape } };
    const tensor = graph.add({ name: nodeName(end.key), operation: 'Placeholder', inputs: [], attributes });
    return { ...end, tensor };
  });
  const names = { inputs: inputs.map(({ tensor }) => tensor), weights: addWeights(network, graph) };
  const [small, large] = SIZES.map((batch) => trace(network, batch, names));
  const batch = new BatchSize(inputs[0], graph);
  const merge = new Merge(graph, batch, small);
  for (const [index, step] of small.steps.entries()) merge.add(step, large.steps[index]);
  const outputs = network.outputs.map((output, index) => {
    const end = endOf(network.outputNames[index], output);
    const attributes = { T: { type: end.dtype } };
    const name = `${nodeName(end.key)}_output`;
    return { ...end, tensor: graph.add({ name, operation: 'Identity', inputs: [small.outputs[index]], attributes }) };
  });
  const tensors = (ends: readonly SignatureTensor[]) => ends.map(({ tensor }) => tensor);
  return { nodes: graph.needed(tensors(outputs), tensors(inputs)), inputs, outputs };
}

const endOf = (key: string, { shape, dtype }: tf.SymbolicTensor) => ({
  key,
  dtype: DTYPE[dtype as keyof typeof DTYPE],
  shape: shape.map((size) => size ?? -1),
});

function addWeights(network: tf.LayersModel, graph: GraphBuilder): ReadonlyMap<string, string> {
  const tensors = new Map<string, string>();
  for (const [name, { weight }] of namedWeights(network)) {
    const values = weight.read().dataSync<'float32'>();
    const shape = weight.shape as number[];
    tensors.set(name, graph.constant(nodeName(name), { dtype: DTYPE.float32, shape, values }));
  }
  return tensors;
}

function trace(network: tf.LayersModel, batch: number, names: TensorNames): Trace {
  const traced = traceNetwork(network, batch, names);
  if (traced.failure) {
    const { layer, error } = traced.failure;
    throw error instanceof NotCapturable ? layerNotInGraph(layer, error.message) : error;
  }
  return traced;
}

/** Merges two traces into a graph: nodes in common, and nodes that compute the differing shapes from the batch size. */
class Merge {
  private readonly readByReshape: ReadonlySet<string>;

  constructor(
    private readonly graph: GraphBuilder,
    private readonly batch: BatchSize,
    { steps }: Trace,
  ) {
    const reads = steps.flatMap((step) => ('operation' in step ? [step] : []));
    const shapes = reads.filter(({ operation }) => operation === 'Reshape').map(({ inputs }) => inputs[1]);
    this.readByReshape = new Set(shapes);
  }

  add(small: Step, large: Step | undefined): void {
    if ('operation' in small && large && 'operation' in large) this.operation(small, large);
    else if ('constant' in small && large && 'constant' in large) this.constant(small, large);
    else throw differs(small);
  }

  private operation(small: OperationStep, large: OperationStep): void {
    const { name, operation, inputs, attributes } = small;
    const same = [operation, inputs, attributes];
    if (JSON.stringify(same) !== JSON.stringify([large.operation, large.inputs, large.attributes]))
      throw differs(small);
    this.graph.add({ name, operation, inputs, attributes });
  }

  private constant(small: ConstantStep, large: ConstantStep): void {
    const { name } = small;
    const [one, other] = [small.constant, large.constant];
    if (one.dtype !== other.dtype || one.shape.length !== other.shape.length) throw differs(small);
    if (equal(one.shape, other.shape)) {
      if (equal(one.values, other.values)) this.graph.constant(name, one);
      else if (one.dtype === DTYPE.int32) this.sizes(name, one, other);
      else throw differs(small);
    } else if ([one, other].every(isUniform) && one.values[0] === other.values[0]) {
      const shape = sizesFrom([one.shape.length], [one.shape, other.shape], SIZES);
      this.batch.filled(name, shape, one);
    } else throw differs(small);
  }

  private sizes(name: string, one: Values, other: Values): void {
    const sizes = sizesFrom(one.shape, [one.values, other.values], SIZES);
    const varying = sizes.perExample.filter((size) => size !== 0).length;
    // TensorFlow infers one size of a new shape.
    if (varying === 1 && this.readByReshape.has(`${name}:0`)) {
      const values = sizes.rest.map((size, index) => (sizes.perExample[index] === 0 ? size : -1));
      this.graph.constant(name, { ...one, values });
    } else this.batch.sizes(name, sizes);
  }
}

const equal = (one: ArrayLike<number>, other: ArrayLike<number>) =>
  one.length === other.length && Array.from(one).every((value, index) => Object.is(value, other[index]));

const isUniform = ({ values }: Values) => Array.from(values).every((value) => value === values[0]);

const differs = ({ layer }: Step) =>
  layerNotInGraph(layer, 'it uses values that depend on the batch size other than as shapes');

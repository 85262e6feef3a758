import type { NodeAttribute, NodeSink, Values } from '@expgraph/tensorflow/graph';
import { Recording } from '@expgraph/tensorflow/graph';
import { withPlainRecurrence } from '@expgraph/tensorflow/kernels';
import { namedWeights } from '@expgraph/tensorflow/model';
import { tf } from '@expgraph/tensorflow/tfjs';
import { nodeName } from './node-name.js';

interface Named {
  readonly name: string;
  /** The layer that added the step. */
  readonly layer: string;
}

/** A constant created in JavaScript. */
export interface ConstantStep extends Named {
  readonly constant: Values;
}

/** An operation executed by TensorFlow. */
export interface OperationStep extends Named {
  readonly operation: string;
  /** Tensors, `step:output`. */
  readonly inputs: readonly string[];
  readonly attributes: Readonly<Record<string, NodeAttribute>>;
}

export type Step = ConstantStep | OperationStep;

/** Names of the input tensors, in order, and of the weights. */
export interface TensorNames {
  readonly inputs: readonly string[];
  readonly weights: ReadonlyMap<string, string>;
}

/** The steps of a network for one batch. */
export interface Trace {
  readonly steps: readonly Step[];
  /** The tensor of each network output. */
  readonly outputs: readonly string[];
  readonly failure?: { readonly layer: string; readonly error: unknown };
}

/** Runs inference of a network on zeros and records its steps. */
export function traceNetwork(network: tf.LayersModel, batch: number, names: TensorNames): Trace {
  const steps: Step[] = [];
  let layer = network.name;
  const nameOf = (kind: string) => `${nodeName(layer)}/${kind}_${steps.length}`;
  const recording = new Recording({
    add(operation, inputs, attributes) {
      const name = nameOf(operation);
      steps.push({ name, layer, operation, inputs, attributes });
      return name;
    },
    constant({ dtype, shape, values }) {
      const name = nameOf('Const');
      // Copies the array, because the caller may reuse it.
      steps.push({ name, layer, constant: { dtype, shape, values: copied(values) } });
      return name;
    },
  } satisfies NodeSink);
  const restore = watchLayers(network, (name) => {
    layer = name;
  });
  try {
    const outputs = withPlainRecurrence(() =>
      tf.tidy(() => run(network, batch, names, recording) as never),
    ) as string[];
    return { steps, outputs };
  } catch (error) {
    return { steps, outputs: [], failure: { layer, error } };
  } finally {
    restore();
  }
}

function run(network: tf.LayersModel, batch: number, names: TensorNames, recording: Recording): string[] {
  const inputs = network.inputs.map(({ shape, dtype }, index) => {
    const input = tf.zeros([batch, ...(shape.slice(1) as number[])], dtype);
    recording.bind(input, names.inputs[index]);
    return input;
  });
  for (const [name, { weight }] of namedWeights(network)) {
    recording.bind(weight.read(), names.weights.get(name) as string);
  }
  return recording.run(() => {
    const results = network.apply(inputs.length === 1 ? inputs[0] : inputs, { training: false });
    return [results].flat().map((result) => recording.nameOf(result as tf.Tensor));
  });
}

/** Calls `begins` before each layer call. Returns a function that stops this. */
function watchLayers({ layers }: tf.LayersModel, begins: (layer: string) => void): () => void {
  for (const layer of layers) {
    const call = layer.call.bind(layer);
    layer.call = (...given: Parameters<typeof call>) => {
      begins(layer.name);
      return call(...given);
    };
  }
  return () => {
    // Deleting the override restores the method of the class.
    for (const layer of layers) delete (layer as Partial<tf.layers.Layer>).call;
  };
}

const copied = (values: Values['values']): Values['values'] =>
  (values as unknown as { slice(): Values['values'] }).slice();

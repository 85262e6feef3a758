import type { Binding, NativeTensor } from '@expgraph/native/addons';
import { nativeBackend } from '../kernels/native-operation.js';
import type { tf } from '../tfjs.js';
import { graphAttribute, type Values } from './graph-def.js';
import { NotCapturable } from './not-capturable.js';
import type { NodeSink } from './simplified-graph.js';

/**
 * Records the operations that tfjs executes as nodes of a graph. Bound tensors are inputs or variables; every other
 * tensor created in JavaScript becomes a constant.
 */
export class Recording {
  /** The addon never reuses ids, so the id of a disposed tensor never refers to another tensor. */
  private readonly names = new Map<number, string>();
  private readonly constants: string[] = [];
  private readonly operations: string[] = [];

  constructor(private readonly graph: NodeSink) {}

  /** Binds a tensor to a graph tensor, `node:output`. */
  bind(tensor: tf.Tensor, name: string): void {
    this.names.set(tensorId(tensor), name);
  }

  /** Returns the graph tensor for a tensor. */
  nameOf(tensor: tf.Tensor): string {
    return this.input(tensorId(tensor), 'its result');
  }

  /** Returns the recorded operations without names and values that differ between graphs, to compare two recordings. */
  get trace(): { operations: readonly string[]; constants: readonly string[] } {
    return { operations: this.operations, constants: this.constants };
  }

  /** Runs `work` and records it. */
  run<Result>(work: () => Result): Result {
    const backend = nativeBackend();
    const { binding } = backend;
    backend.binding = this.recorder(binding);
    try {
      return work();
    } finally {
      backend.binding = binding;
    }
  }

  private recorder(binding: Binding): Binding {
    const createTensor: Binding['createTensor'] = (shape, dtype, values) => {
      const id = binding.createTensor(shape, dtype, values);
      this.constant(id, { shape, dtype, values: values as Values['values'] });
      return id;
    };
    const executeOp: Binding['executeOp'] = (name, attributes, inputs, count) => {
      const outputs = binding.executeOp(name, attributes, inputs, count);
      this.operation(binding, name, attributes as readonly Attribute[], inputs, outputs);
      return outputs;
    };
    const tensorDataSync: Binding['tensorDataSync'] = (id) => {
      if (this.names.has(id)) throw new NotCapturable('a layer reads tensor values in JavaScript');
      return binding.tensorDataSync(id);
    };
    // The addon's own properties, and those inherited from them, are read-only.
    return Object.create(binding, Object.getOwnPropertyDescriptors({ createTensor, executeOp, tensorDataSync }));
  }

  private operation(
    binding: Binding,
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly number[],
    outputs: readonly NativeTensor[],
  ): void {
    const entries = attributes.map((entry) => [entry.name, graphAttribute(binding, entry.type, entry.value)] as const);
    const node = this.graph.add(
      name,
      inputs.map((id) => this.input(id, name)),
      Object.fromEntries(entries),
      outputs[0].shape,
    );
    this.operations.push(`${name} ${outputs.map(({ shape }) => shape.join('x')).join()}`);
    for (const [index, { id }] of outputs.entries()) this.names.set(id, `${node}:${index}`);
  }

  private constant(id: number, values: Values): void {
    this.names.set(id, `${this.graph.constant(values)}:0`);
    this.constants.push(
      Buffer.from(values.values.buffer, values.values.byteOffset, values.values.byteLength).toString('base64'),
    );
  }

  private input(id: number, operation: string): string {
    const name = this.names.get(id);
    if (name === undefined) {
      throw new NotCapturable(`${operation} uses a tensor that is neither a weight nor computed in the step`);
    }
    return name;
  }
}

interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** Returns the addon's id of a tensor, uploading its values if necessary. */
export const tensorId = (tensor: tf.Tensor): number => nativeBackend().getInputTensorIds([tensor])[0];

import { tf } from '../tfjs.js';
import { DTYPE, type Values } from './graph-def.js';
import type { GraphSession } from './graph-session.js';
import { NetworkGraph } from './network-graph.js';
import { openSession } from './open-session.js';
import { StateVariables } from './state-variables.js';

/** Shape and data type of an argument. */
export interface Argument {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
}

/**
 * A function of a network, recorded once as a graph with the network's weights as constants. Stateful layers start with
 * zeros and keep their states from call to call. The constructor throws `NotCapturable` if the function cannot be
 * captured.
 */
export class NetworkFunction {
  private readonly session: GraphSession;
  private readonly results: readonly string[];

  constructor(network: tf.LayersModel, declared: readonly Argument[], compute: (inputs: tf.Tensor[]) => tf.Tensor[]) {
    const graph = new NetworkGraph(network, new Set());
    const inputs = declared.map(({ shape, dtype }, index) => {
      graph.placeholder(`argument_${index}`, shape, dtype);
      return { name: `argument_${index}`, tensor: tf.zeros([...shape], dtype) };
    });
    const states = new StateVariables(graph, 'state');
    const { result } = graph.record(inputs, (recording) => {
      const { result: tensors, updates } = states.record(recording, () => compute(inputs.map(({ tensor }) => tensor)));
      return tensors.map((tensor, index) => {
        const type = { T: { type: DTYPE[tensor.dtype as keyof typeof DTYPE] } };
        const done = updates.map((node) => `^${node}`);
        return graph.graph.add('Identity', [recording.nameOf(tensor), ...done], type, `result_${index}`);
      });
    });
    tf.dispose(inputs.map(({ tensor }) => tensor));
    this.results = result;
    this.session = openSession(graph.graph);
    states.write(this.session);
  }

  /** Computes the function. Returns row-major values in the order of its results. */
  run(inputs: readonly Values[]): Promise<Float32Array[]> {
    const feeds = Object.fromEntries(inputs.map((values, index) => [`argument_${index}`, values]));
    return this.session.run(feeds, this.results) as Promise<Float32Array[]>;
  }

  dispose(): void {
    this.session.dispose();
  }
}

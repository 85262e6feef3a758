import { type CarriedStates, withCarriedStates } from '../layers/carried-states.js';
import { tf } from '../tfjs.js';
import { DTYPE } from './graph-def.js';
import type { GraphSession } from './graph-session.js';
import type { NetworkGraph } from './network-graph.js';
import type { Recording } from './recording.js';

/** The states of stateful layers, as variables of a graph. */
export class StateVariables implements CarriedStates {
  private readonly variables: string[] = [];
  private recording?: Recording;
  private taken = 0;
  private kept: string[] = [];

  /** `name` tells them from those of other batches of the graph. */
  constructor(
    private readonly network: NetworkGraph,
    private readonly name: string,
  ) {}

  /** Records a batch that goes on from the one before. Of `updates`, nodes of the graph, each keeps a state for the next. */
  record<Result>(recording: Recording, compute: () => Result): { readonly result: Result; readonly updates: string[] } {
    this.recording = recording;
    this.taken = 0;
    this.kept = [];
    const result = withCarriedStates(this, compute);
    return { result, updates: this.kept };
  }

  take(zeros: () => tf.Tensor[]): readonly tf.Tensor[] {
    return zeros().map((zero) => {
      const name = `${this.name} ${this.taken}`;
      this.taken += 1;
      if (!this.variables.includes(name)) {
        this.network.variables.add(name, zero.shape);
        this.variables.push(name);
      }
      // Zeros that nothing else is: what is bound stands for the variable from here on.
      const stand = tf.zeros(zero.shape);
      this.recording?.bind(stand, `${this.network.variables.get(name).read}:0`);
      return stand;
    });
  }

  keep(states: readonly tf.Tensor[]): void {
    const first = this.taken - states.length;
    for (const [index, state] of states.entries()) {
      const { handle } = this.network.variables.get(this.variables[first + index]);
      const value = (this.recording as Recording).nameOf(state);
      const dtype = { type: DTYPE.float32 };
      this.kept.push(this.network.graph.add('AssignVariableOp', [handle, value], { dtype }));
    }
  }

  read(session: GraphSession): Float32Array[] {
    return [...this.network.variables.read(session, this.variables).values()];
  }

  /** Goes on from values, in the order of `read`; from none, with zeros. */
  write(session: GraphSession, values: readonly Float32Array[] = []): void {
    const { variables } = this.network;
    const zeros = (name: string) => new Float32Array(variables.get(name).shape.reduce((size, axis) => size * axis, 1));
    variables.write(session, new Map(this.variables.map((name, index) => [name, values[index] ?? zeros(name)])));
  }
}

import { type CarriedStates, withCarriedStates } from '../layers/carried-states.js';
import { tf } from '../tfjs.js';
import { DTYPE } from './graph-def.js';
import type { GraphSession } from './graph-session.js';
import type { NetworkGraph } from './network-graph.js';
import type { Recording } from './recording.js';

/** States of stateful layers as variables of a graph. */
export class StateVariables implements CarriedStates {
  private readonly variables: string[] = [];
  private recording?: Recording;
  private taken = 0;
  private kept: string[] = [];

  /** @param name Prefix that distinguishes these variables from those of other batches of the graph. */
  constructor(
    private readonly network: NetworkGraph,
    private readonly name: string,
  ) {}

  /**
   * Records a batch that continues from the states of the previous one. Running the nodes in `updates` stores the
   * states for the next batch.
   */
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
      // A new tensor, because the recording binds it to the variable.
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

  /** Sets the states from values in the order of `read`, or resets them to zeros if there are none. */
  write(session: GraphSession, values: readonly Float32Array[] = []): void {
    const { variables } = this.network;
    const zeros = (name: string) => new Float32Array(variables.get(name).shape.reduce((size, axis) => size * axis, 1));
    variables.write(session, new Map(this.variables.map((name, index) => [name, values[index] ?? zeros(name)])));
  }
}

import { DTYPE, type GraphDef, type Values } from './graph-def.js';
import type { GraphSession } from './graph-session.js';

interface Variable {
  readonly shape: readonly number[];
  /** The node that names the variable for operations that change it. */
  readonly handle: string;
  /** The node that gives its value. */
  readonly read: string;
  /** The placeholder of a new value. */
  readonly next: string;
}

/** The variables of a graph, float32, by names of the caller's. They live in the session. */
export class GraphVariables {
  private readonly variables = new Map<string, Variable>();

  constructor(private readonly graph: GraphDef) {}

  get names(): readonly string[] {
    return [...this.variables.keys()];
  }

  add(name: string, shape: readonly number[]): Variable {
    const index = this.variables.size;
    const dtype = { type: DTYPE.float32 };
    const attributes = { dtype, shape: { shape } };
    const handle = this.graph.add('VarHandleOp', [], {
      ...{ ...attributes, shared_name: { text: `variable_${index}` }, container: { text: '' } },
    });
    const read = this.graph.add('ReadVariableOp', [handle], { dtype });
    const next = this.graph.add('Placeholder', [], attributes, `next_${index}`);
    // A run has to fetch something: the constant that comes after the assignment.
    const assign = this.graph.add('AssignVariableOp', [handle, next], { dtype });
    const one: Values = { dtype: DTYPE.int32, shape: [], values: Int32Array.of(1) };
    this.graph.add(
      'Const',
      [`^${assign}`],
      { dtype: { type: DTYPE.int32 }, value: { tensor: one } },
      `assigned_${index}`,
    );
    const variable = { shape, handle, read, next };
    this.variables.set(name, variable);
    return variable;
  }

  get(name: string): Variable {
    return this.variables.get(name) as Variable;
  }

  /** Sets variables of a session. */
  write(session: GraphSession, values: ReadonlyMap<string, Float32Array>): void {
    const names = [...this.variables.keys()];
    for (const [name, array] of values) {
      const { shape, next } = this.get(name);
      session.runNow({ [next]: { dtype: DTYPE.float32, shape, values: array } }, [`assigned_${names.indexOf(name)}`]);
    }
  }

  /** The values that variables of a session have now. */
  read(session: GraphSession, names: readonly string[]): Map<string, Float32Array> {
    if (names.length === 0) return new Map();
    const values = session.runNow(
      {},
      names.map((name) => this.get(name).read),
    );
    return new Map(names.map((name, index) => [name, values[index] as Float32Array]));
  }
}

import { DTYPE, type GraphDef, type Values } from './graph-def.js';
import type { GraphSession } from './graph-session.js';

interface Variable {
  readonly shape: readonly number[];
  /** The node with the variable's resource handle. */
  readonly handle: string;
  /** The node that reads the variable. */
  readonly read: string;
  /** The placeholder for a new value. */
  readonly next: string;
}

/** The float32 variables of a graph, by the caller's names. Their values live in the session. */
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
      ...attributes,
      shared_name: { text: `variable_${index}` },
      container: { text: '' },
    });
    const read = this.graph.add('ReadVariableOp', [handle], { dtype });
    const next = this.graph.add('Placeholder', [], attributes, `next_${index}`);
    // A run has to fetch an output, and an assignment has none: fetch a constant that depends on it.
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

  /** Assigns variables in a session. */
  write(session: GraphSession, values: ReadonlyMap<string, Float32Array>): void {
    const names = [...this.variables.keys()];
    for (const [name, array] of values) {
      const { shape, next } = this.get(name);
      session.runNow({ [next]: { dtype: DTYPE.float32, shape, values: array } }, [`assigned_${names.indexOf(name)}`]);
    }
  }

  /** Reads the current values of variables in a session. */
  read(session: GraphSession, names: readonly string[]): Map<string, Float32Array> {
    if (names.length === 0) return new Map();
    const values = session.runNow(
      {},
      names.map((name) => this.get(name).read),
    );
    return new Map(names.map((name, index) => [name, values[index] as Float32Array]));
  }
}

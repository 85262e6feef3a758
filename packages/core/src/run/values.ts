import { join } from 'node:path';
import type { PortKind } from '@expgraph/sdk';
import type { GraphNode, OutputReference } from '../graph/graph.js';
import type { Plan } from '../plan/plan.js';

type Outputs = Readonly<Record<string, unknown>>;

/**
 * The values that are alive in a run. A cached one is read from the store, or its node is run again, when somebody needs
 * it; each is let go after the last node that needs it.
 */
export class Values {
  private readonly live = new Map<string, Promise<unknown>>();
  /** The values themselves, of those in `live` that are there. */
  private readonly held = new Map<string, unknown>();
  private readonly rebuilt = new Map<string, Promise<Outputs>>();
  /** Nodes that will run and have not, by the output they wait for. */
  private readonly waiting = new Map<string, number>();

  constructor(
    private readonly plan: Plan,
    private readonly rebuild: (node: GraphNode, inputs: Outputs) => Promise<Outputs>,
  ) {
    for (const { node, action } of plan.entries.values()) {
      if (action !== 'cached') for (const reference of Object.values(node.inputs)) this.count(reference, 1);
    }
  }

  /** The values of a node's inputs. */
  async inputsOf(node: GraphNode): Promise<Outputs> {
    const entries = Object.entries(node.inputs);
    const values = await Promise.all(entries.map(([, reference]) => this.get(reference)));
    return Object.fromEntries(entries.map(([port], index) => [port, values[index]]));
  }

  /** The value of an output that some node will need; undefined where none will. */
  async needed(reference: OutputReference): Promise<unknown> {
    return this.waiting.get(key(reference)) ? this.get(reference) : undefined;
  }

  /** Takes over the outputs of a node that has run. Those that nobody waits for are let go. */
  async put(node: GraphNode, outputs: Outputs): Promise<void> {
    for (const [output, value] of Object.entries(outputs)) {
      const reference = { node: node.id, output };
      this.live.set(key(reference), Promise.resolve(value));
      this.held.set(key(reference), value);
      if (!this.waiting.get(key(reference))) await this.letGo(reference);
    }
  }

  /** Says that a node has run, or never will: what only it waited for is let go. */
  async release(node: GraphNode): Promise<void> {
    for (const reference of Object.values(node.inputs)) {
      this.count(reference, -1);
      if (!this.waiting.get(key(reference))) await this.letGo(reference);
    }
  }

  async clear(): Promise<void> {
    for (const name of [...this.live.keys()]) {
      const [node, output] = name.split('\0');
      await this.letGo({ node, output });
    }
  }

  private get(reference: OutputReference): Promise<unknown> {
    const alive = this.live.get(key(reference));
    if (alive) return alive;
    const value = this.restore(reference).then((restored) => {
      this.held.set(key(reference), restored);
      return restored;
    });
    this.live.set(key(reference), value);
    return value;
  }

  private async restore({ node: id, output }: OutputReference): Promise<unknown> {
    const entry = this.plan.entries.get(id);
    if (!entry) throw new Error(`"${id}" is not in the plan.`);
    const codec = await this.plan.graph.registry.codec(this.kindOf({ node: id, output }));
    if (codec) return codec.decode(join(this.plan.store.artifact(entry.fingerprint), 'outputs', output));
    let outputs = this.rebuilt.get(id);
    if (!outputs) {
      outputs = this.rebuildHolding(entry.node);
      this.rebuilt.set(id, outputs);
    }
    return (await outputs)[output];
  }

  /** Runs a node again; its inputs are not let go meanwhile. */
  private async rebuildHolding(node: GraphNode): Promise<Outputs> {
    for (const reference of Object.values(node.inputs)) this.count(reference, 1);
    try {
      return await this.rebuild(node, await this.inputsOf(node));
    } finally {
      await this.release(node);
    }
  }

  private async letGo(reference: OutputReference): Promise<void> {
    const value = this.live.get(key(reference));
    const codec = await this.plan.graph.registry.codec(this.kindOf(reference));
    // A value without a codec holds nothing outside the heap, and others may have been rebuilt from it.
    if (!value || !codec || this.live.get(key(reference)) !== value) return;
    this.live.delete(key(reference));
    const settled = await value.catch(() => undefined);
    this.held.delete(key(reference));
    // A node may hand on a value that it was given: it goes with the last output that it is.
    const shared = [...this.held.values()].includes(settled);
    if (settled !== undefined && !shared) codec.dispose?.(settled);
  }

  private kindOf({ node, output }: OutputReference): PortKind {
    return this.plan.entries.get(node)?.node.registered.nodeClass.outputs[output].kind as PortKind;
  }

  private count(reference: OutputReference, change: number): void {
    this.waiting.set(key(reference), (this.waiting.get(key(reference)) ?? 0) + change);
  }
}

const key = ({ node, output }: OutputReference) => `${node}\0${output}`;

import { join } from 'node:path';
import type { PortKind } from '@expgraph/sdk';
import type { GraphNode, OutputReference } from '../graph/graph.js';
import type { Plan } from '../plan/plan.js';

type Outputs = Readonly<Record<string, unknown>>;

/**
 * The values in memory during a run. A cached value is read from the store, or rebuilt by running its node, when a node needs it. Each
 * value is released after the last node that needs it.
 */
export class Values {
  private readonly live = new Map<string, Promise<unknown>>();
  /** The available values of `live`. */
  private readonly held = new Map<string, unknown>();
  private readonly rebuilt = new Map<string, Promise<Outputs>>();
  /** Number of pending nodes, by the output they need. */
  private readonly waiting = new Map<string, number>();

  constructor(
    private readonly plan: Plan,
    private readonly rebuild: (node: GraphNode, inputs: Outputs) => Promise<Outputs>,
  ) {
    for (const { node, action } of plan.entries.values()) {
      if (action !== 'cached') for (const reference of Object.values(node.inputs)) this.count(reference, 1);
    }
  }

  /** Returns the values of a node's inputs. */
  async inputsOf(node: GraphNode): Promise<Outputs> {
    const entries = Object.entries(node.inputs);
    const values = await Promise.all(entries.map(([, reference]) => this.get(reference)));
    return Object.fromEntries(entries.map(([port], index) => [port, values[index]]));
  }

  /** Returns the value of an output that a pending node needs; undefined if none does. */
  async needed(reference: OutputReference): Promise<unknown> {
    return this.waiting.get(key(reference)) ? this.get(reference) : undefined;
  }

  /** Adds the outputs of a node that has run. Outputs that no pending node needs are released. */
  async put(node: GraphNode, outputs: Outputs): Promise<void> {
    for (const [output, value] of Object.entries(outputs)) {
      const reference = { node: node.id, output };
      this.live.set(key(reference), Promise.resolve(value));
      this.held.set(key(reference), value);
      if (!this.waiting.get(key(reference))) await this.disposeValue(reference);
    }
  }

  /** Marks a node as finished or skipped: inputs that only it needed are released. */
  async release(node: GraphNode): Promise<void> {
    for (const reference of Object.values(node.inputs)) {
      this.count(reference, -1);
      if (!this.waiting.get(key(reference))) await this.disposeValue(reference);
    }
  }

  async clear(): Promise<void> {
    for (const name of [...this.live.keys()]) {
      const [node, output] = name.split('\0');
      await this.disposeValue({ node, output });
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

  /** Rebuilds a node; its inputs are not released meanwhile. */
  private async rebuildHolding(node: GraphNode): Promise<Outputs> {
    for (const reference of Object.values(node.inputs)) this.count(reference, 1);
    try {
      return await this.rebuild(node, await this.inputsOf(node));
    } finally {
      await this.release(node);
    }
  }

  private async disposeValue(reference: OutputReference): Promise<void> {
    const value = this.live.get(key(reference));
    const codec = await this.plan.graph.registry.codec(this.kindOf(reference));
    // A value without a codec holds nothing outside the heap, and other values may have been built from it.
    if (!value || !codec || this.live.get(key(reference)) !== value) return;
    this.live.delete(key(reference));
    const settled = await value.catch(() => undefined);
    this.held.delete(key(reference));
    // A node may return an input value: dispose it with the last output that refers to it.
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

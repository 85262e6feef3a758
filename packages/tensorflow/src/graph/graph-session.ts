import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nativeBackend } from '../kernels/native-operation.js';
import type { Binding } from '../native/load-addon.js';
import type { GraphDef, Values } from './graph-def.js';

/** What a run of a graph is given, by the name of its placeholder. */
export type Feeds = Readonly<Record<string, Values>>;

/** A graph in TensorFlow's hands, with the variables of its own. */
export class GraphSession {
  private readonly binding: Binding = nativeBackend().binding;
  private readonly session: number;

  constructor(graph: GraphDef) {
    const folder = mkdtempSync(join(tmpdir(), 'expgraph-graph-'));
    try {
      writeFileSync(join(folder, 'saved_model.pb'), graph.serialize());
      this.session = this.binding.loadSavedModel(folder, 'serve');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Runs what the fetched nodes need, and returns the first output of each. */
  run(feeds: Feeds, fetches: readonly string[]): (Float32Array | Int32Array | Uint8Array)[] {
    const names = Object.keys(feeds);
    const tensors = names.map((name) => {
      const { shape, dtype, values } = feeds[name];
      return this.binding.createTensor(shape, dtype, values);
    });
    try {
      const inputs = names.map((name) => `${name}:0`).join(',');
      const outputs = this.binding.runSavedModel(
        this.session,
        tensors,
        inputs,
        fetches.map((name) => `${name}:0`).join(','),
      );
      return outputs.map(({ id }) => {
        const values = this.binding.tensorDataSync(id);
        this.binding.deleteTensor(id);
        return values;
      });
    } finally {
      for (const id of tensors) this.binding.deleteTensor(id);
    }
  }

  dispose(): void {
    this.binding.deleteSavedModel(this.session);
  }
}

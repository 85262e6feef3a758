import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Binding, GraphResult } from '@expgraph/native/addons';
import { nativeBackend } from '../kernels/native-operation.js';
import type { GraphDef } from './graph-def.js';
import type { Feeds, GraphSession } from './graph-session.js';

/** A session of tfjs-node's addon, which loads a saved model from a file. Used with the project's own tfjs-node. */
export class SavedModelSession implements GraphSession {
  private readonly binding: Binding = nativeBackend().binding;
  private readonly session: number;

  constructor(graph: GraphDef) {
    const folder = mkdtempSync(join(tmpdir(), 'expgraph-graph-'));
    try {
      writeFileSync(join(folder, 'saved_model.pb'), graph.serializeAsSavedModel());
      this.session = this.binding.loadSavedModel(folder, 'serve');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  async run(feeds: Feeds, fetches: readonly string[]): Promise<GraphResult[]> {
    const results = this.runNow(feeds, fetches);
    // Lets the event loop process Ctrl-C and terminal output.
    await setImmediate();
    return results;
  }

  runNow(feeds: Feeds, fetches: readonly string[]): GraphResult[] {
    const names = Object.keys(feeds);
    const tensors = names.map((name) => {
      const { shape, dtype, values } = feeds[name];
      return this.binding.createTensor(shape, dtype, values);
    });
    try {
      const output = (name: string) => `${name}:0`;
      const inputs = names.map(output).join(',');
      const outputs = this.binding.runSavedModel(this.session, tensors, inputs, fetches.map(output).join(','));
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

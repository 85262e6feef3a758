import { ExperimentError, type Progress, type ResolvedSource, Sources, type Task } from '@expgraph/sdk';
import type { Graph, GraphNode } from '../../graph/graph.js';
import { sourcesIn } from '../../plan/fingerprint-inputs.js';
import type { JsonSchema } from '../../schema/json-schema.js';
import { resolveSource } from '../../sources/resolve.js';
import { parseSource } from '../../sources/source.js';
import { SourceError } from '../../sources/source-error.js';

/** Fetches the sources of a node; relative paths resolve against the experiment's folder. */
export class NodeSources extends Sources {
  constructor(
    private readonly node: GraphNode,
    private readonly graph: Graph,
    private readonly progress: Progress,
    private readonly notice: (line: string) => void,
  ) {
    super();
  }

  async resolve(text: string, { signal }: { signal?: AbortSignal } = {}): Promise<ResolvedSource> {
    let task: Task | undefined;
    const progress = {
      start: (label: string, total?: number) => {
        task = this.progress.start({ label, total, unit: 'bytes' });
      },
      advance: (bytes: number) => task?.advance(bytes),
      end: () => task?.end(),
    };
    try {
      const source = parseSource(text, this.graph.document.folder);
      return await resolveSource(source, { progress, signal, notice: this.notice });
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      throw new ExperimentError(error.code, error.message, {
        notes: error.notes,
        at: this.placeOf(text),
        cause: error,
      });
    }
  }

  private placeOf(text: string) {
    const { config, registered } = this.node;
    for (const found of sourcesIn(registered.nodeClass.config as JsonSchema, config)) {
      if (found.text === text) return { config: found.path.split('.') };
    }
    return { node: true } as const;
  }
}

import { stat } from 'node:fs/promises';

export { SeededRandom } from '@expgraph/core';

import { Progress, type ResolvedSource, Sources, type Task, type TSchema } from '@expgraph/sdk';

export { MemoryArtifactStore, RecordingLogger, RecordingTracker } from '@expgraph/testing';

/** Resolves a source as the path of a file or folder. */
export class FileSources extends Sources {
  async resolve(source: string): Promise<ResolvedSource> {
    return { path: source, isDirectory: (await stat(source)).isDirectory() };
  }
}

export class CountingProgress extends Progress {
  /** The started tasks and their progress. */
  readonly tasks: { label: string; total?: number; done: number; ended: boolean }[] = [];

  start({ label, total }: { label: string; total?: number }): Task {
    const entry = { label, total, done: 0, ended: false };
    this.tasks.push(entry);
    return {
      advance: (amount = 1) => {
        entry.done += amount;
      },
      show: () => undefined,
      end: () => {
        entry.ended = true;
      },
    };
  }
}

/** Returns the defaults of a schema's options. */
export function defaultsOf(schema: TSchema): Record<string, unknown> {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, { default?: unknown }>);
  return Object.fromEntries(
    properties.filter(([, option]) => 'default' in option).map(([name, option]) => [name, option.default]),
  );
}

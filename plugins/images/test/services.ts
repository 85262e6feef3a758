import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import {
  ArtifactStore,
  Logger,
  Progress,
  Random,
  type ResolvedSource,
  Sources,
  type Task,
  Tracker,
  type TSchema,
} from '@expgraph/sdk';

/** Splitmix32 on the digest of the stream's name. */
export class TestRandom extends Random {
  private state: number;

  constructor(private readonly name: readonly (string | number)[] = [7]) {
    super();
    this.state = createHash('sha256').update(JSON.stringify(name)).digest().readInt32LE();
  }

  uniform(): number {
    this.state = (this.state + 0x9e3779b9) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  }

  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  integer(below: number): number {
    return Math.floor(this.uniform() * below);
  }

  permutation(size: number): Int32Array {
    const order = Int32Array.from({ length: size }, (_, index) => index);
    for (let last = size - 1; last > 0; last -= 1) {
      const chosen = this.integer(last + 1);
      [order[last], order[chosen]] = [order[chosen], order[last]];
    }
    return order;
  }

  stream(...name: readonly (string | number)[]): Random {
    return new TestRandom([...this.name, ...name]);
  }

  seed(): number {
    return this.stream('seed').integer(2 ** 31);
  }
}

export class MemoryStore extends ArtifactStore {
  readonly files = new Map<string, Buffer>();

  async read(name: string): Promise<Buffer | undefined> {
    return this.files.get(name);
  }

  async write(name: string, bytes: Uint8Array): Promise<void> {
    this.files.set(name, Buffer.from(bytes));
  }

  async remove(name: string): Promise<void> {
    this.files.delete(name);
  }
}

/** Takes a source for the path of a file or folder. */
export class FileSources extends Sources {
  async resolve(source: string): Promise<ResolvedSource> {
    return { path: source, isDirectory: (await stat(source)).isDirectory() };
  }
}

export class CountingProgress extends Progress {
  /** What was started, with how far it came. */
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

export class KeptTracker extends Tracker {
  params: Record<string, string | number | boolean> = {};

  logParams(params: Readonly<Record<string, string | number | boolean>>): void {
    Object.assign(this.params, params);
  }

  logMetrics(): void {}
}

export class KeptLogger extends Logger {
  readonly lines: string[] = [];

  info(line: string): void {
    this.lines.push(line);
  }

  warn(line: string): void {
    this.lines.push(`warning: ${line}`);
  }
}

/** The defaults of a config's options. */
export function defaultsOf(schema: TSchema): Record<string, unknown> {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, { default?: unknown }>);
  return Object.fromEntries(
    properties.filter(([, option]) => 'default' in option).map(([name, option]) => [name, option.default]),
  );
}

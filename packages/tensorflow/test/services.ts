import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  ArtifactStore,
  type Batch,
  type Dataset,
  type DatasetSpec,
  Progress,
  Random,
  SharedFiles,
  type Task,
  Tracker,
} from '@expgraph/sdk';

/** Random numbers for tests: mulberry32 seeded by a string. Production code uses the generator of core. */
export class TestRandom extends Random {
  private state: number;

  constructor(private readonly name = 'test') {
    super();
    this.state = [...name].reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 16777619), 2166136261);
  }

  uniform(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
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
    return new TestRandom(`${this.name}/${name.join('/')}`);
  }

  seed(): number {
    return new TestRandom(`${this.name}/seed`).integer(2 ** 31);
  }
}

export class QuietProgress extends Progress {
  start(): Task {
    return { advance() {}, show() {}, end() {} };
  }
}

export class RecordingTracker extends Tracker {
  readonly metrics: { step?: number; metrics: Readonly<Record<string, number>> }[] = [];

  logParams(): void {}

  logMetrics(metrics: Readonly<Record<string, number>>, step?: number): void {
    this.metrics.push({ step, metrics });
  }

  logTable(): void {}

  logPicture(): void {}
}

export class MemoryStore extends ArtifactStore {
  readonly entries = new Map<string, Buffer>();

  async read(name: string): Promise<Buffer | undefined> {
    return this.entries.get(name);
  }

  async write(name: string, bytes: Uint8Array): Promise<void> {
    this.entries.set(name, Buffer.from(bytes));
  }

  async remove(name: string): Promise<void> {
    this.entries.delete(name);
  }
}

/** A dataset in memory. */
export class ArrayDataset implements Dataset {
  readonly spec: DatasetSpec = { kind: 'dataset', label: { encoding: 'class' } };
  readonly size: number;
  readonly classes: readonly string[];
  readonly sameEachEpoch: boolean = true;
  /** Number of examples read. */
  reads = 0;

  constructor(
    private readonly features: Float32Array,
    private readonly shape: readonly number[],
    private readonly targets: Int32Array,
    classes = 3,
  ) {
    this.size = targets.length;
    this.classes = Array.from({ length: classes }, (_, index) => `class ${index}`);
  }

  labels(): Int32Array {
    return this.targets;
  }

  name(index: number): string {
    return `example ${index}`;
  }

  async read(indices: ArrayLike<number>): Promise<Batch> {
    this.reads += indices.length;
    const length = this.shape.reduce((product, size) => product * size, 1);
    const features = new Float32Array(indices.length * length);
    const labels = new Int32Array(indices.length);
    for (let position = 0; position < indices.length; position += 1) {
      const index = indices[position];
      features.set(this.features.subarray(index * length, (index + 1) * length), position * length);
      labels[position] = this.targets[index];
    }
    return { features, labels, shape: [indices.length, ...this.shape] };
  }
}

/** Shared files in a folder. */
export class FolderFiles extends SharedFiles {
  constructor(readonly folder: string) {
    super();
  }

  async make(name: string, write: (path: string) => Promise<void>): Promise<string> {
    const path = join(this.folder, name);
    if (existsSync(path)) return path;
    await mkdir(dirname(path), { recursive: true });
    await write(`${path}.new`);
    await rename(`${path}.new`, path);
    return path;
  }
}

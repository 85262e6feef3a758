import type { ComponentConfig, ComponentKind, ComponentKinds } from './component.js';
import type { Picture } from './picture.js';
import type { ValueRange } from './spec.js';

/**
 * Random numbers of one named stream. What a stream gives depends on the experiment's seed, the node and the stream's
 * name alone: not on the number of workers, nor on what other streams have drawn, nor on a resume.
 */
export abstract class Random {
  /** A number in [0, 1). */
  abstract uniform(): number;
  /** A number from the normal distribution of mean 0 and deviation 1. */
  abstract normal(): number;
  /** An integer in [0, below). */
  abstract integer(below: number): number;
  /** The integers 0 .. size - 1 in random order. */
  abstract permutation(size: number): Int32Array;
  /** The stream of this name below this one: `random.stream('shuffle', epoch)`. The same name gives the same stream anew. */
  abstract stream(...name: readonly (string | number)[]): Random;
  /** A 31-bit seed for a library that wants a number, the same each time it is asked of one stream. */
  abstract seed(): number;
}

/** A piece of work that is under way. */
export interface Task {
  advance(amount?: number): void;
  /** Shown beside the bar, for example `{ loss: 0.31, accuracy: 0.9 }`; `waiting` is the share of the time spent waiting for input. */
  show(values: Readonly<Record<string, number>>, waiting?: number): void;
  end(): void;
}

/** Tells how far a node's work is. */
export abstract class Progress {
  /** `label` says what is done ("epoch 3/8"), `unit` what is counted ("images", "bytes"). */
  abstract start(task: { label: string; total?: number; unit?: string }): Task;
}

/** Rows of a name and numbers, or of other texts. */
export interface Table {
  readonly columns: readonly string[];
  /** A cell a column. */
  readonly rows: readonly (readonly (string | number)[])[];
}

/** Records parameters and metrics of a node; they reach the journal, the report and MLflow. */
export abstract class Tracker {
  abstract logParams(params: Readonly<Record<string, string | number | boolean>>): void;
  /** `step` is the zero-based epoch unless the node says otherwise. */
  abstract logMetrics(metrics: Readonly<Record<string, number>>, step?: number): void;
  /** A table for people, in the journal and the report. */
  abstract logTable(title: string, table: Table): void;
  /** A picture for people, in the journal and the report, and as a file in MLflow. @throws PluginError where its numbers do not fit */
  abstract logPicture(title: string, picture: Picture): void;
}

/**
 * Bytes kept under this node's fingerprint. They survive a kill, so a node puts its checkpoints here; what is still there
 * when the node is done is kept with its outputs, and is there again when the node is rebuilt.
 */
export abstract class ArtifactStore {
  /** Undefined when there is nothing of this name, or when its checksum is wrong. */
  abstract read(name: string): Promise<Buffer | undefined>;
  /** Atomic: after a kill, either the old bytes or the new ones are there. */
  abstract write(name: string, bytes: Uint8Array): Promise<void>;
  abstract remove(name: string): Promise<void>;
}

/**
 * Folders that a node leaves for people, beside its outputs: models of certain epochs, for example. They are kept with its outputs,
 * and copied into the folder of each run that has the node, below `kept/<node>`.
 */
export abstract class NodeFolders {
  /** Has `fill` make the content of a folder. Once it is whole it takes the place of the one of this name. */
  abstract write(name: string, fill: (folder: string) => Promise<void>): Promise<void>;
}

/**
 * Files that every node of every experiment of a store may use. The name of a file says all that its content depends on: there
 * is never another content under the same name.
 */
export abstract class SharedFiles {
  /**
   * The path of a file. Where there is none, `write` makes it at the path it is given; the file appears when it is whole. It is
   * made once, also when several nodes want it at the same time.
   */
  abstract make(name: string, write: (path: string) => Promise<void>): Promise<string>;
}

export interface ResolvedSource {
  /** An absolute path. */
  readonly path: string;
  readonly isDirectory: boolean;
}

/** Fetches what a source of the config names, verified and cached per user. */
export abstract class Sources {
  abstract resolve(source: string, options?: { signal?: AbortSignal }): Promise<ResolvedSource>;
}

/** How an image becomes numbers. */
export interface ImageOptions {
  /** `[height, width]` in pixels. */
  readonly size: readonly [number, number];
  readonly range: ValueRange;
}

/** What a file in memory that is no image, or a damaged one, is refused with. */
export class UnreadableImage extends Error {
  constructor(
    /** Among the files that were to be decoded. */
    readonly position: number,
    reason: string,
  ) {
    super(reason);
  }
}

/** Decodes and encodes image files in memory. A plugin of images binds it; others need not know which formats there are. */
export abstract class ImageFormats {
  /**
   * Decodes images, each brought to the size, into `images`, `float32[files, height, width, 3]`.
   * @throws UnreadableImage
   */
  abstract decode(files: readonly Uint8Array[], options: ImageOptions, images: Float32Array): Promise<void>;
  /** A file of one image, `float32[height, width, 3]`. `quality` is JPEG's, 1 .. 100. */
  abstract encode(
    image: Float32Array,
    options: ImageOptions & { readonly format: 'jpeg' | 'png'; readonly quality: number },
  ): Promise<Uint8Array>;
}

/** Makes the components that a config names. */
export abstract class Components {
  abstract create<Kind extends ComponentKind>(kind: Kind, config: ComponentConfig): Promise<ComponentKinds[Kind]>;
}

export abstract class Clock {
  /** Milliseconds since 1970. */
  abstract now(): number;
}

/** Lines for the person who runs the experiment. They go through the terminal's face, never straight to the console. */
export abstract class Logger {
  abstract info(line: string): void;
  abstract warn(line: string): void;
}

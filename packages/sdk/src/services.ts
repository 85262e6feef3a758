import type { ComponentConfig, ComponentKind, ComponentKinds } from './component.js';
import type { Picture } from './picture.js';
import type { ValueRange } from './spec.js';

/**
 * Random numbers of one named stream. They depend only on the experiment's seed, the node and the stream's name: not on the number
 * of workers, on other streams, or on whether the run was resumed.
 */
export abstract class Random {
  /** Returns a number in [0, 1). */
  abstract uniform(): number;
  /** Returns a number from the normal distribution of mean 0 and standard deviation 1. */
  abstract normal(): number;
  /** Returns an integer in [0, below). */
  abstract integer(below: number): number;
  /** Returns the integers 0 .. size - 1 in random order. */
  abstract permutation(size: number): Int32Array;
  /** Returns a substream: `random.stream('shuffle', epoch)`. The same name always returns the same numbers, from the start. */
  abstract stream(...name: readonly (string | number)[]): Random;
  /** Returns a 31-bit seed for a library; repeated calls on one stream return the same seed. */
  abstract seed(): number;
}

/** A running piece of work. */
export interface Task {
  advance(amount?: number): void;
  /** Shows values beside the bar, for example `{ loss: 0.31, accuracy: 0.9 }`; `waiting` is the fraction of the time, 0 to 1, that the work is input-bound. */
  show(values: Readonly<Record<string, number>>, waiting?: number): void;
  end(): void;
}

/** Reports the progress of a node. */
export abstract class Progress {
  /** Starts a task. `label` describes it ("epoch 3/8"), `unit` is the counted unit ("images", "bytes"). */
  abstract start(task: { label: string; total?: number; unit?: string }): Task;
}

/** A table of texts and numbers. */
export interface Table {
  readonly columns: readonly string[];
  /** One cell per column. */
  readonly rows: readonly (readonly (string | number)[])[];
}

/** Records parameters and metrics of a node; they reach the journal, the report and MLflow. */
export abstract class Tracker {
  abstract logParams(params: Readonly<Record<string, string | number | boolean>>): void;
  /** `step` is the zero-based epoch unless the node says otherwise. */
  abstract logMetrics(metrics: Readonly<Record<string, number>>, step?: number): void;
  /** Logs a table to the journal and the report. */
  abstract logTable(title: string, table: Table): void;
  /** Logs a picture to the journal and the report, and to MLflow as a file. @throws PluginError if the picture is malformed */
  abstract logPicture(title: string, picture: Picture): void;
}

/**
 * Stores bytes under this node's fingerprint, for example checkpoints: they survive a killed run. Entries that remain when the node
 * finishes are stored with its outputs, and are available when the node is rebuilt.
 */
export abstract class ArtifactStore {
  /** Returns undefined for an entry that is missing or damaged. */
  abstract read(name: string): Promise<Buffer | undefined>;
  /** Writes atomically: after a kill, the entry has either the old or the new bytes. */
  abstract write(name: string, bytes: Uint8Array): Promise<void>;
  abstract remove(name: string): Promise<void>;
}

/**
 * Writes folders for the user beside the node's outputs, for example the models of certain epochs. They are stored with the outputs,
 * and copied to `kept/<node>` in the folder of each run that has the node.
 */
export abstract class NodeFolders {
  /** Calls `fill` to write the content of a folder, then replaces the folder of this name atomically. */
  abstract write(name: string, fill: (folder: string) => Promise<void>): Promise<void>;
}

/**
 * Files shared by all nodes and experiments of a store. A file's name must cover everything that its content depends on: the same name
 * always means the same content.
 */
export abstract class SharedFiles {
  /**
   * Returns the path of a file. A missing file is created by `write`, which gets a temporary path; the file is renamed when it is
   * complete. It is created once, even if several nodes request it at the same time.
   */
  abstract make(name: string, write: (path: string) => Promise<void>): Promise<string>;
}

export interface ResolvedSource {
  /** An absolute path. */
  readonly path: string;
  readonly isDirectory: boolean;
}

/** Fetches the sources of a config. Files are verified, and cached per user. */
export abstract class Sources {
  abstract resolve(source: string, options?: { signal?: AbortSignal }): Promise<ResolvedSource>;
}

/** Size and value range of a decoded image. */
export interface ImageOptions {
  /** `[height, width]` in pixels. */
  readonly size: readonly [number, number];
  readonly range: ValueRange;
}

/** Thrown for bytes that are not an image, or that are a damaged one. */
export class UnreadableImage extends Error {
  constructor(
    /** Index in the list of files to decode. */
    readonly position: number,
    reason: string,
  ) {
    super(reason);
  }
}

/** Decodes and encodes image files in memory. The plugin for images binds it, so that other plugins need not know the formats. */
export abstract class ImageFormats {
  /**
   * Decodes images and resizes them into `images`, `float32[files, height, width, 3]`.
   * @throws UnreadableImage
   */
  abstract decode(files: readonly Uint8Array[], options: ImageOptions, images: Float32Array): Promise<void>;
  /** Encodes one image, `float32[height, width, 3]`. `quality` is that of JPEG, 1 to 100. */
  abstract encode(
    image: Float32Array,
    options: ImageOptions & { readonly format: 'jpeg' | 'png'; readonly quality: number },
  ): Promise<Uint8Array>;
}

/** Creates the components of a config. */
export abstract class Components {
  abstract create<Kind extends ComponentKind>(kind: Kind, config: ComponentConfig): Promise<ComponentKinds[Kind]>;
}

export abstract class Clock {
  /** Returns milliseconds since 1970. */
  abstract now(): number;
}

/** Writes lines for the user. They go to the terminal view and the journal, never directly to the console. */
export abstract class Logger {
  abstract info(line: string): void;
  abstract warn(line: string): void;
}

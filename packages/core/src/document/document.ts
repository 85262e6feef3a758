import type { Span } from '../diagnostics/span.js';

/** A path in the document, for example `['nodes', 'photos', 'config', 'size', 0]`. */
export type DocumentPath = readonly (string | number)[];

/** A node of the YAML file, after `${...}` and `--set`. */
export interface DocumentNode {
  readonly id: string;
  readonly type: string;
  /** References by port: `parts.train`, or `photos` for a node's only output. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Not yet checked against the node's schema. */
  readonly config: unknown;
}

/** The content of an experiment file, with the position of each part. */
export interface Document {
  /** Path as the user gave it, for messages. */
  readonly file: string;
  /** Absolute folder of the file; relative sources and plugins resolve against it. */
  readonly folder: string;
  readonly text: string;
  readonly name: string;
  readonly description?: string;
  readonly seed: number;
  readonly params: Readonly<Record<string, unknown>>;
  /** Names of npm packages, or paths of local files that begin with a dot or a slash. */
  readonly plugins: readonly string[];
  readonly nodes: readonly DocumentNode[];
  /** The whole document after `${...}` and `--set`, as plain data. */
  readonly resolved: Readonly<Record<string, unknown>>;
  /**
   * Returns the position of the key or the value at `path`. A value of `--set` is in that flag; a missing value resolves to its
   * nearest ancestor in the file.
   */
  locate(path: DocumentPath, part?: 'key' | 'value'): Span;
  /** Returns the comment in place of a missing value, as in `background: #ff0000`; undefined if the file has a value. */
  commentAt(path: DocumentPath): string | undefined;
}

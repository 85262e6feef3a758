import type { Span } from '../diagnostics/span.js';

/** A path into the YAML, for example `['nodes', 'photos', 'config', 'size', 0]`. */
export type DocumentPath = readonly (string | number)[];

/** A node as the YAML has it, after `${...}` and `--set`. */
export interface DocumentNode {
  readonly id: string;
  readonly type: string;
  /** References by port: `parts.train`, or `photos` for a node's only output. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Not yet checked against the node's schema. */
  readonly config: unknown;
}

/** An experiment file that has been read: its content, and where each part of it stands. */
export interface Document {
  /** As the user named it; messages show it. */
  readonly file: string;
  /** Absolute folder of the file: relative sources and plugins start here. */
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
   * Where the part at `path` stands: its key or its value. A part that came from `--set` is in that flag; one that is not written
   * resolves to its nearest written ancestor.
   */
  locate(path: DocumentPath, part?: 'key' | 'value'): Span;
  /** The comment that the file has in place of a value, as in `background: #ff0000`; undefined where it has a value. */
  commentAt(path: DocumentPath): string | undefined;
}

/** Where in its node an error lies: an option of its config, one of its inputs, or the node as a whole. */
export type NodePlace =
  | { readonly config: readonly (string | number)[] }
  | { readonly input: string }
  | { readonly node: true };

export interface ErrorDetails {
  /** Lines below the message: what was found and expected, and what to do. The last one is the remedy. */
  readonly notes?: readonly string[];
  readonly at?: NodePlace;
  readonly cause?: unknown;
}

/** Who must act on an error: the author of the YAML, of the plugin, whoever reads the node's failure or runs the machine, or we. */
export type ErrorKind = 'experiment' | 'plugin' | 'node' | 'system' | 'internal';

const BRAND = Symbol.for('expgraph.error');

/** The base of expgraph's errors. `code` is `EXPGRAPH_<AREA>_<WHAT>`. */
export abstract class ExpgraphError extends Error {
  abstract readonly kind: ErrorKind;
  readonly code: string;
  readonly notes: readonly string[];
  readonly at?: NodePlace;
  readonly [BRAND] = true;

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.name = new.target.name;
    this.code = code;
    this.notes = details.notes ?? [];
    this.at = details.at;
  }

  /** True for an error of any copy of the sdk. */
  static is(value: unknown): value is ExpgraphError {
    return typeof value === 'object' && value !== null && BRAND in value;
  }
}

/** The experiment asks for something that can not be: its author mends the YAML or the data. */
export class ExperimentError extends ExpgraphError {
  readonly kind = 'experiment';
}

/** A plugin breaks its contract: its author mends it. */
export class PluginError extends ExpgraphError {
  readonly kind = 'plugin';
}

/** A node failed while it ran; `cause` is what it threw. */
export class NodeError extends ExpgraphError {
  readonly kind = 'node';
}

/** The machine refuses: the disk is full, a folder is read-only. Whoever runs the experiment frees space or chooses another folder. */
export class SystemError extends ExpgraphError {
  readonly kind = 'system';
}

/** Something that can not happen: a bug in expgraph. */
export class InternalError extends ExpgraphError {
  readonly kind = 'internal';
}

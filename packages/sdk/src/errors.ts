/** The part of a node that an error is about: an option of its config, an input, or the whole node. */
export type NodePlace =
  | { readonly config: readonly (string | number)[] }
  | { readonly input: string }
  | { readonly node: true };

export interface ErrorDetails {
  /** Lines below the message: details of the values found and expected. The last line is the fix, as an imperative. */
  readonly notes?: readonly string[];
  readonly at?: NodePlace;
  readonly cause?: unknown;
}

/** Where an error is fixed: in the experiment, in the plugin, in the node's input or options, on the machine, or in expgraph itself. */
export type ErrorKind = 'experiment' | 'plugin' | 'node' | 'system' | 'internal';

const BRAND = Symbol.for('expgraph.error');

/** Base class of expgraph's errors. `code` is `EXPGRAPH_<AREA>_<WHAT>`. */
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

  /** Returns true for an expgraph error that any copy of the sdk created. */
  static is(value: unknown): value is ExpgraphError {
    return typeof value === 'object' && value !== null && BRAND in value;
  }
}

/** The experiment or its data are invalid: fix the YAML or the data. */
export class ExperimentError extends ExpgraphError {
  readonly kind = 'experiment';
}

/** A plugin breaks its contract: fix the plugin. */
export class PluginError extends ExpgraphError {
  readonly kind = 'plugin';
}

/** A node threw while it ran; `cause` is the thrown value. */
export class NodeError extends ExpgraphError {
  readonly kind = 'node';
}

/** The machine refuses an operation: the disk is full, a folder is read-only. Free space or choose another folder. */
export class SystemError extends ExpgraphError {
  readonly kind = 'system';
}

/** A broken invariant: a bug in expgraph. */
export class InternalError extends ExpgraphError {
  readonly kind = 'internal';
}

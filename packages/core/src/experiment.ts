import type { RunListener } from '@expgraph/sdk';
import type { Document } from './document/document.js';
import type { Graph } from './graph/graph.js';
import type { Plan } from './plan/plan.js';
import type { RunResult } from './run/run-result.js';

export interface ReadOptions {
  /** `['params.epochs=3', 'nodes.train.config.batchSize=16']`; values are YAML. */
  readonly set?: readonly string[];
  /** Shown in messages in place of the path; default the path as given. */
  readonly file?: string;
}

export interface PlanOptions {
  /** Folder of the store; default `.expgraph` in the working directory. */
  readonly store?: string;
  /** Ids of nodes to run whether or not they are cached. `*` is all. */
  readonly force?: readonly string[];
}

export interface RunOptions {
  /** Nodes that may run at the same time; default the number of processors. */
  readonly jobs?: number;
  readonly signal?: AbortSignal;
  readonly listeners?: readonly RunListener[];
}

export type ReadExperiment = (file: string, options?: ReadOptions) => Promise<Document>;
export type BuildGraph = (document: Document) => Promise<Graph>;
export type PlanRun = (graph: Graph, options?: PlanOptions) => Promise<Plan>;
export type ExecutePlan = (plan: Plan, options?: RunOptions) => Promise<RunResult>;

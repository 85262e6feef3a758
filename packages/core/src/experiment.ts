import { type ReadOptions, readDocument } from './document/read-document.js';
import { buildGraph } from './graph/build-graph.js';
import type { Graph } from './graph/graph.js';
import type { Plan } from './plan/plan.js';
import { type PlanOptions, planRun } from './plan/plan-run.js';
import { type LoadOptions, loadRegistry } from './plugins/load-registry.js';
import { executePlan, type RunOptions } from './run/execute-plan.js';
import type { RunResult } from './run/run-result.js';

export type ExperimentOptions = ReadOptions & LoadOptions & PlanOptions & RunOptions;

/**
 * Runs an experiment file:
 *
 *     YAML --read--> document --build--> graph --plan--> plan --execute--> artifacts, run folder
 *             |                   |                |                  |
 *       InvalidExperiment   InvalidExperiment   changes nothing   a failed node is a result
 */
export async function runExperiment(file: string, options: ExperimentOptions = {}): Promise<RunResult> {
  // 1 Read, build, plan: every error in the file is found before anything runs.
  const plan = await planExperiment(file, options);
  // 2 Execute the plan.
  return executePlan(plan, options);
}

/** Returns the plan of a run, without running anything. */
export async function planExperiment(file: string, options: ExperimentOptions = {}): Promise<Plan> {
  const graph = await validateExperiment(file, options);
  return planRun(graph, options);
}

/**
 * Checks an experiment file without reading data.
 * @throws InvalidExperiment with every problem, in file order.
 */
export async function validateExperiment(file: string, options: ExperimentOptions = {}): Promise<Graph> {
  // 1 Document: YAML with positions; ${params.x} and --set applied.
  const document = await readDocument(file, options);
  // 2 Registry: nodes, components, codecs and services of the plugins.
  const registry = await loadRegistry(document, options);
  // 3 Graph: configs against schemas, edges against ports, specs inferred along the edges.
  return buildGraph(document, registry);
}

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildGraph, InvalidExperiment, planRun, type Registry, readDocument, renderProblems } from '@expgraph/core';
import { toDrawing } from '../graph/drawing.js';
import { graphSvg } from '../graph/graph-svg.js';
import { mermaid } from '../graph/mermaid.js';

/** Control characters; problems must not contain them. */
const STEERING = /[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069\p{Cs}]/u;

const LONGEST = 60_000;

/** Result of validating and planning a document. */
export interface Outcome {
  readonly kind: 'valid' | 'refused' | 'fault';
  /** Codes of the problems, or the errors in their rendering. */
  readonly details: readonly string[];
}

const folder = mkdtempSync(join(tmpdir(), 'expgraph-fuzz-'));

/** Validates and plans a document as the commands do. A fault is a bug in expgraph. */
export async function checkDocument(bytes: Uint8Array, registry: Registry): Promise<Outcome> {
  const file = join(folder, 'fuzz.yaml');
  writeFileSync(file, bytes);
  try {
    const graph = buildGraph(await readDocument(file), registry);
    mermaid(toDrawing(graph));
    if (graph.nodes.size < 50) graphSvg(toDrawing(graph));
    await planRun(graph, { store: join(folder, 'store') });
    return { kind: 'valid', details: [] };
  } catch (error) {
    if (!(error instanceof InvalidExperiment))
      return { kind: 'fault', details: [error instanceof Error ? (error.stack ?? error.message) : String(error)] };
    return told(error);
  }
}

function told({ problems, text }: InvalidExperiment): Outcome {
  const rendered = renderProblems(problems, text);
  const faults = [
    ...problems.filter(({ code }) => code === 'EXPGRAPH_PLUGIN_INFER').map(({ message }) => message),
    ...(problems.length === 0 || problems.length > 100 ? [`${problems.length} problems`] : []),
    ...(rendered.length > LONGEST ? [`${rendered.length} characters are shown`] : []),
    ...(STEERING.test(rendered) ? ['The output has control characters.'] : []),
    ...problems
      .filter(({ span }) => span && !(span.line > 0 && span.column > 0))
      .map(({ code }) => `${code} has no place`),
  ];
  if (faults.length > 0) return { kind: 'fault', details: faults };
  return { kind: 'refused', details: problems.map(({ code }) => code) };
}

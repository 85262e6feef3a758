import { join } from 'node:path';
import {
  buildGraph,
  type Document,
  executePlan,
  type Graph,
  type GraphNode,
  loadRegistry,
  planRun,
  validateExperiment,
} from '@expgraph/core';
import { formatTensorSpec, type RunEvent } from '@expgraph/sdk';
import { BUILT_IN } from '../built-in.js';
import { EXIT } from '../exit.js';
import { nothingToPreview, previewNoImages, previewUnknown } from '../messages.js';
import { ReportWriter } from '../report/report-writer.js';
import { print, writeError } from '../terminal/output.js';

export interface PreviewCommandOptions {
  readonly set: readonly string[];
  readonly store: string;
  readonly images: number;
  readonly epochs: number;
}

/** `expgraph preview FILE [NODE]`: draws the outputs of nodes that transform images, without the rest of the experiment. */
export async function preview(file: string, node: string | undefined, options: PreviewCommandOptions): Promise<void> {
  const graph = await validateExperiment(file, { ...options, builtIn: BUILT_IN });
  const shown = node === undefined ? transformingNodes(graph) : [node];
  if (shown.length === 0) throw nothingToPreview(file);
  const document = withSheets(graph, shown, options);
  const plan = await planRun(
    buildGraph(document, await loadRegistry(document, { ...options, builtIn: BUILT_IN })),
    options,
  );
  const report = new ReportWriter(plan);
  const { folder, status } = await executePlan(plan, { listeners: [{ handle: showProblems }, report] });
  if (status !== 'finished') {
    process.exitCode = EXIT.failed;
    return;
  }
  for (const name of shown) print(join(folder, 'kept', sheetOf(name), 'contact-sheet', 'sheet.png'));
  if (report.written) print(report.written);
}

/** Returns the nodes that transform images. */
const transformingNodes = ({ nodes }: Graph) =>
  [...nodes.values()]
    .filter(({ specs, inputs }) => specs.images?.kind === 'dataset' && inputs.images)
    .map(({ id }) => id);

const sheetOf = (reference: string) => `sheet-${reference.replaceAll('.', '-')}`;

/** Returns the experiment with contact sheets, reduced to the nodes that they need. */
function withSheets({ document, nodes }: Graph, shown: readonly string[], options: PreviewCommandOptions): Document {
  const needed = new Set<string>();
  const need = (id: string) => {
    needed.add(id);
    for (const { node } of Object.values(nodes.get(id)?.inputs ?? {})) need(node);
  };
  const sheets = shown.map((reference) => {
    const [id] = reference.split('.');
    const node = nodes.get(id);
    if (!node) throw previewUnknown(reference, [...nodes.keys()]);
    checkImages(reference, node);
    need(id);
    const before = node.inputs.images;
    const inputs = { images: reference, ...(before && { original: `${before.node}.${before.output}` }) };
    const config = { images: options.images, epochs: options.epochs };
    return { id: sheetOf(reference), type: 'contact-sheet', inputs, config };
  });
  const kept = document.nodes.filter(({ id }) => needed.has(id));
  // Problems keep their position in the file.
  return { ...document, name: `${document.name}-preview`, nodes: [...kept, ...sheets] };
}

/** Rejects an output that is not images: otherwise the contact sheet, which is not in the file, would fail. */
function checkImages(reference: string, { specs }: GraphNode): void {
  const [, output = Object.keys(specs)[0]] = reference.split('.');
  const spec = specs[output];
  if (spec === undefined || (spec.kind === 'dataset' && (spec.features?.shape?.length ?? 4) === 4)) return;
  const found = spec.kind === 'dataset' ? formatTensorSpec(spec.features ?? {}) : `a ${spec.kind}`;
  throw previewNoImages(reference, found);
}

function showProblems(event: RunEvent): void {
  if (event.type === 'node-failed') writeError(`${event.error.rendered}\n`);
  if (event.type === 'notice' && event.level === 'warning') writeError(`${event.message}\n`);
}

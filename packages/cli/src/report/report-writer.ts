import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Plan, predictionsCodec } from '@expgraph/core';
import type { Predictions, RunEvent, RunListener, RunStatus } from '@expgraph/sdk';
import { toDrawing } from '../graph/drawing.js';
import { graphSvg } from '../graph/graph-svg.js';
import { RunState } from '../terminal/run-state.js';
import { confusionMatrix } from './confusion.js';
import { confusionSvg } from './confusion-svg.js';
import { curvesSvg } from './curves-svg.js';
import { historyOf } from './history.js';
import { type ReportContent, reportHtml } from './report-html.js';

type Started = Extract<RunEvent, { type: 'run-started' }>;

/** Writes `report.html` and its pictures into the run's folder when the nodes are done. */
export class ReportWriter implements RunListener {
  /** The report, once it is there. */
  written?: string;
  private readonly events: RunEvent[] = [];
  private readonly state = new RunState();

  constructor(private readonly plan: Plan) {}

  handle(event: RunEvent): void {
    this.state.apply(event);
    if (['run-started', 'metrics', 'table'].includes(event.type)) this.events.push(event);
  }

  async finish(status: RunStatus): Promise<{ name: string; path: string }[]> {
    const started = this.events.find((event): event is Started => event.type === 'run-started');
    if (!started) return [];
    const { folder } = started.run;
    const predictions = await this.predictions();
    const curves = this.curves();
    const sheets = await this.sheets();
    const files = new Map<string, string>();
    for (const [node, pictures] of curves) for (const [name, svg] of pictures) files.set(`${node}-${name}.svg`, svg);
    for (const [node, found] of predictions)
      if (!found.multiLabel) files.set(`${node}-confusion.svg`, confusionSvg(confusionMatrix(found), found.classes));
    files.set('graph.svg', graphSvg(toDrawing(this.plan.graph)));
    const content = { ...(await this.content(started, status, predictions, curves)), sheets };
    files.set('report.html', reportHtml(content));
    await Promise.all([...files].map(([name, text]) => writeFile(join(folder, name), text)));
    this.written = join(folder, 'report.html');
    return [...files.keys()].map((name) => ({ name, path: join(folder, name) }));
  }

  private async content(
    { run, nodes, time }: Started,
    status: RunStatus,
    predictions: ReadonlyMap<string, Predictions>,
    curves: ReadonlyMap<string, ReadonlyMap<string, string>>,
  ): Promise<Omit<ReportContent, 'sheets'>> {
    const read = (name: string) => readFile(join(run.folder, name), 'utf8');
    return {
      ...{ run, status, predictions },
      milliseconds: Date.now() - time,
      description: this.plan.graph.document.description,
      graph: graphSvg(toDrawing(this.plan.graph)),
      nodes: nodes.map((node) => {
        const view = this.state.nodes.get(node.id);
        return { ...node, outcome: view?.state ?? 'waiting', milliseconds: view?.milliseconds };
      }),
      results: historyOf(this.events).finals,
      tables: this.events.filter((event) => event.type === 'table'),
      curves: new Map([...curves].map(([node, pictures]) => [node, [...pictures.values()]])),
      environment: JSON.parse(await read('environment.json')) as Record<string, unknown>,
      yaml: await read('experiment.yaml'),
    };
  }

  /** By training node, pictures by metric: training and validation in one. */
  private curves(): Map<string, Map<string, string>> {
    const all = new Map<string, Map<string, string>>();
    for (const [node, metrics] of historyOf(this.events).epochs) {
      const pictures = new Map<string, string>();
      for (const [name, values] of metrics) {
        // A rate that stays the same is in the experiment already.
        const constant = name === 'learning_rate' && new Set(values).size === 1;
        if (name.startsWith('val_') || constant) continue;
        const validation = metrics.get(`val_${name}`);
        const curves = validation
          ? [
              { name: 'training', values },
              { name: 'validation', values: validation },
            ]
          : [{ name, values }];
        pictures.set(name, curvesSvg(name.replaceAll('_', ' '), curves));
      }
      all.set(node, pictures);
    }
    return all;
  }

  /** What nodes have drawn of images. */
  private async sheets(): Promise<Map<string, Buffer>> {
    const found = new Map<string, Buffer>();
    for (const { name, path } of this.state.artifacts) {
      const [, node] = /^kept\/(.+)\/contact-sheet$/.exec(name) ?? [];
      if (node) found.set(node, await readFile(join(path, 'sheet.png')));
    }
    return found;
  }

  private async predictions(): Promise<Map<string, Predictions>> {
    const found = new Map<string, Predictions>();
    for (const { node, fingerprint } of this.plan.entries.values()) {
      const state = this.state.nodes.get(node.id)?.state;
      const [output] =
        Object.entries(node.registered.nodeClass.outputs).find(([, port]) => port.kind === 'predictions') ?? [];
      if (output === undefined || (state !== 'finished' && state !== 'cached')) continue;
      const folder = join(this.plan.store.artifact(fingerprint), 'outputs', output);
      const predictions = await predictionsCodec.decode(folder);
      // Nothing can be said of how right they are where the classes are not known.
      if (predictions.labels.some((label) => label >= 0)) found.set(node.id, predictions);
    }
    return found;
  }
}

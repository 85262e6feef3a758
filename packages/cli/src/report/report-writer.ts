import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Plan, predictionsCodec } from '@expgraph/core';
import { naming } from '@expgraph/data/files';
import type { Predictions, RunEvent, RunListener, RunStatus } from '@expgraph/sdk';
import { toDrawing } from '../graph/drawing.js';
import { graphSvg } from '../graph/graph-svg.js';
import { RunState } from '../terminal/run-state.js';
import { confusionMatrix } from './confusion.js';
import { confusionSvg } from './confusion-svg.js';
import { historyOf } from './history.js';
import { learningCurves } from './learning-curves.js';
import { type ReportContent, reportHtml } from './report-html.js';
import { ReportPictures } from './report-pictures.js';
import { sideBySide } from './side-by-side.js';

type Started = Extract<RunEvent, { type: 'run-started' }>;

/** Writes `report.html` and its pictures to the run's folder after the last node. */
export class ReportWriter implements RunListener {
  /** Path of the report, once it is written. */
  written?: string;
  private readonly events: RunEvent[] = [];
  private readonly state = new RunState();

  constructor(private readonly plan: Plan) {}

  handle(event: RunEvent): void {
    this.state.apply(event);
    if (['run-started', 'metrics', 'table', 'picture', 'notice'].includes(event.type)) this.events.push(event);
  }

  async finish(status: RunStatus): Promise<{ name: string; path: string }[]> {
    const started = this.events.find((event): event is Started => event.type === 'run-started');
    if (!started) return [];
    const { folder } = started.run;
    const predictions = await this.predictions();
    const pictures = await this.pictures();
    const files = new Map(pictures.files);
    for (const [node, found] of predictions)
      if (!found.multiLabel) files.set(`${node}-confusion.svg`, confusionSvg(confusionMatrix(found), found.classes));
    files.set('graph.svg', graphSvg(toDrawing(this.plan.graph)));
    files.set('report.html', reportHtml(await this.content(started, status, predictions, pictures.sections)));
    await Promise.all([...files].map(([name, text]) => writeWhole(join(folder, name), text)));
    this.written = join(folder, 'report.html');
    return [...files.keys()].map((name) => ({ name, path: join(folder, name) }));
  }

  /** Sorts by the order of the plan: the order of events of parallel nodes differs between runs. */
  private inPlanOrder(): RunEvent[] {
    const order = new Map([...this.plan.entries.keys()].map((id, index) => [id, index]));
    const placeOf = (event: RunEvent) => ('node' in event ? (order.get(event.node ?? '') ?? -1) : -1);
    return this.events.toSorted((a, b) => placeOf(a) - placeOf(b));
  }

  private async content(
    { run, nodes, time }: Started,
    status: RunStatus,
    predictions: ReadonlyMap<string, Predictions>,
    pictures: ReportContent['pictures'],
  ): Promise<ReportContent> {
    const read = (name: string) => readFile(join(run.folder, name), 'utf8');
    return {
      run,
      status,
      predictions,
      pictures,
      milliseconds: Date.now() - time,
      description: this.plan.graph.document.description,
      graph: graphSvg(toDrawing(this.plan.graph)),
      nodes: nodes.map((node) => {
        const view = this.state.nodes.get(node.id);
        return { ...node, outcome: view?.state ?? 'waiting', milliseconds: view?.milliseconds };
      }),
      results: historyOf(this.inPlanOrder()).finals,
      tables: this.events.filter((event) => event.type === 'table'),
      warnings: this.events.flatMap((event) => (event.type === 'notice' && event.level === 'warning' ? [event] : [])),
      environment: JSON.parse(await read('environment.json')) as Record<string, unknown>,
      yaml: await read('experiment.yaml'),
    };
  }

  /** Draws learning curves, comparisons of all trainings, and the pictures that nodes have logged. */
  private async pictures(): Promise<ReportPictures> {
    const events = this.inPlanOrder();
    const history = historyOf(events);
    const pictures = new ReportPictures();
    for (const [node, metrics] of history.epochs) {
      for (const [metric, picture] of learningCurves(metrics))
        await pictures.add(`Training: ${node}`, `${node}-${metric}`, metric.replaceAll('_', ' '), picture);
    }
    for (const [title, picture] of sideBySide(history, (node) => this.plan.graph.nodes.get(node)?.inputs.model?.node))
      await pictures.add('Side by side', `side-by-side-${title}`, title, picture);
    const artifacts = new Map(this.state.artifacts.map(({ name, path }) => [name, path]));
    for (const event of events) {
      if (event.type !== 'picture') continue;
      const { node, title, picture } = event;
      const folderOf = (name: string) => artifacts.get(`kept/${node}/${name}`);
      await pictures.add(`Pictures: ${node}`, `${node}-${title}`, title, picture, folderOf);
    }
    return pictures;
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
      // Without known true classes there is nothing to compare with.
      if (predictions.labels.some((label) => label >= 0)) found.set(node.id, predictions);
    }
    return found;
  }
}

/** Writes a file, or removes it if the disk is full: an incomplete report would mislead. */
async function writeWhole(path: string, text: string): Promise<void> {
  try {
    await naming(path, () => writeFile(path, text));
  } catch (error) {
    await rm(path, { force: true }).catch(() => undefined);
    throw error;
  }
}

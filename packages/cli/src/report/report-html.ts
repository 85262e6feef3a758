import type { NodeAction, Predictions, RunInfo, RunStatus, Table } from '@expgraph/sdk';
import { escapeXml } from '../graph/graph-svg.js';
import { duration, metric } from '../terminal/format.js';
import {
  type ClassScore,
  classScores,
  confusionMatrix,
  countNonFinite,
  multiLabelScores,
  worstMistakes,
} from './confusion.js';
import { confusionSvg } from './confusion-svg.js';
import { STYLE } from './style.js';

/** Content of a report. */
export interface ReportContent {
  readonly run: RunInfo;
  readonly status: RunStatus;
  readonly milliseconds: number;
  readonly description?: string;
  readonly graph: string;
  readonly nodes: readonly {
    readonly id: string;
    readonly type: string;
    readonly action: NodeAction;
    readonly reason: string;
    readonly outcome: string;
    readonly milliseconds?: number;
  }[];
  readonly results: ReadonlyMap<string, Readonly<Record<string, number>>>;
  /** Pictures as HTML, by the title of their section. */
  readonly pictures: ReadonlyMap<string, readonly string[]>;
  /** Tables that nodes have logged. */
  readonly tables: readonly { readonly node: string; readonly title: string; readonly table: Table }[];
  /** Warnings of the run. */
  readonly warnings: readonly { readonly node?: string; readonly message: string }[];
  readonly predictions: ReadonlyMap<string, Predictions>;
  readonly environment: Readonly<Record<string, unknown>>;
  readonly yaml: string;
}

/** Renders a run as one self-contained HTML page. */
export function reportHtml(content: ReportContent): string {
  const { run } = content;
  const title = `${run.experiment}: ${content.status}`;
  const sections = [
    header(content),
    warnings(content),
    results(content),
    section('Graph', `<div class="scroll">${content.graph}</div>`),
    [...content.pictures].map(([title, all]) => section(title, `<div class="row">${all.join('')}</div>`)).join(''),
    content.tables.map(({ node, title, table }) => section(`${title}: ${node}`, tableOf(table))).join(''),
    [...content.predictions].map(([node, predictions]) => classes(node, predictions)).join(''),
    nodes(content),
    section('Environment', table([], flat(content.environment))),
    section('Experiment', `<pre>${escapeXml(content.yaml)}</pre>`),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeXml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${sections.join('\n')}
</main>
</body>
</html>
`;
}

const section = (title: string, body: string) => `<section><h2>${escapeXml(title)}</h2>${body}</section>`;

function header({ run, status, milliseconds, description }: ReportContent): string {
  const facts = [status, duration(milliseconds), `seed ${run.seed}`, run.id];
  const about = description ? `<p>${escapeXml(description)}</p>` : '';
  return `<header><h1>${escapeXml(run.experiment)}</h1>${about}<p class="facts">${facts.map((fact) => `<span>${escapeXml(fact)}</span>`).join('')}</p></header>`;
}

function warnings({ warnings: all }: ReportContent): string {
  if (all.length === 0) return '';
  const lines = all.map(({ node, message }) => `<li>${escapeXml(node ? `${node}: ${message}` : message)}</li>`);
  return section('Warnings', `<ul>${lines.join('')}</ul>`);
}

function results({ results: all }: ReportContent): string {
  const cards = [...all].map(([node, metrics]) => {
    const numbers = Object.entries(metrics).map(
      ([name, value]) => `<div><dt>${escapeXml(name)}</dt><dd>${metric(value)}</dd></div>`,
    );
    return `<div class="card"><h3>${escapeXml(node)}</h3><dl>${numbers.join('')}</dl></div>`;
  });
  return cards.length > 0 ? section('Results', `<div class="row">${cards.join('')}</div>`) : '';
}

const fraction = (value: number) => (Number.isNaN(value) ? '–' : value.toFixed(3));

function scoresTable(scores: readonly ClassScore[]): string {
  const rows = scores.map(({ name, precision, recall, f1, examples }) => [
    name,
    fraction(precision),
    fraction(recall),
    fraction(f1),
    String(examples),
  ]);
  return table(['class', 'precision', 'recall', 'F1', 'examples'], rows);
}

function classes(node: string, predictions: Predictions): string {
  // Multi-label predictions have no confusion matrix.
  const broken = brokenNote(predictions);
  if (predictions.multiLabel) return section(`Classes: ${node}`, broken + scoresTable(multiLabelScores(predictions)));
  const matrix = confusionMatrix(predictions);
  const scores = scoresTable(classScores(matrix, predictions.classes));
  const mistakes = worstMistakes(predictions, 12).map(({ name, trueClass, predictedClass, score }) => [
    name,
    trueClass,
    predictedClass,
    fraction(score),
  ]);
  const worst =
    mistakes.length > 0
      ? `<h3>Most confident mistakes</h3>${table(['example', 'true class', 'predicted class', 'score'], mistakes)}`
      : '';
  const picture = `<figure>${confusionSvg(matrix, predictions.classes)}<figcaption>Rows: true classes. Columns: predicted classes.</figcaption></figure>`;
  const body = `<div class="row"><div class="scroll">${picture}</div><div>${scores}${worst}</div></div>`;
  return section(`Classes: ${node}`, broken + body);
}

/** Returns a note about predictions that are not finite. */
function brokenNote(predictions: Predictions): string {
  const broken = countNonFinite(predictions);
  if (broken === 0) return '';
  const total = predictions.scores.length / predictions.classes.length;
  return `<p>${broken} of ${total} predictions are NaN or infinite. NaN predictions are not counted for any class.</p>`;
}

function nodes({ nodes: all }: ReportContent): string {
  const rows = all.map(({ id, type, outcome, reason, milliseconds }) => [
    id,
    type,
    outcome,
    milliseconds === undefined ? '' : duration(milliseconds),
    reason,
  ]);
  return section('Nodes', table(['node', 'type', 'outcome', 'time', 'why'], rows));
}

const tableOf = ({ columns, rows }: Table) =>
  table(
    columns,
    rows.map((row) => row.map((cell) => (typeof cell === 'number' ? cell.toLocaleString('en-US') : cell))),
  );

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: string, row: readonly string[]) =>
    `<tr>${row.map((cell) => `<${tag}>${escapeXml(cell)}</${tag}>`).join('')}</tr>`;
  const head = heads.length > 0 ? `<thead>${cells('th', heads)}</thead>` : '';
  return `<div class="scroll"><table>${head}<tbody>${rows.map((row) => cells('td', row)).join('')}</tbody></table></div>`;
}

const flat = (values: Readonly<Record<string, unknown>>): string[][] =>
  Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'object' ? JSON.stringify(value) : String(value),
  ]);

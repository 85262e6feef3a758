import type { Predictions } from '@expgraph/sdk';

/** The best classes of each example as CSV, a line each: `name,rank,class,score`; of steps `name,step,rank,class,score`. */
export function topClassesTable({ classes, scores, names, steps }: Predictions, top: number): string {
  const lines = [steps ? 'name,step,rank,class,score' : 'name,rank,class,score'];
  for (const [example, name] of names.entries()) {
    const row = scores.subarray(example * classes.length, (example + 1) * classes.length);
    const order = Array.from(row.keys()).sort((a, b) => rankOf(row[b]) - rankOf(row[a]));
    for (const [rank, index] of order.slice(0, top).entries()) {
      const place = steps ? [cell(name), cell(steps[example])] : [cell(name)];
      lines.push([...place, rank + 1, cell(classes[index]), row[index]].join(','));
    }
  }
  return `${lines.join('\n')}\n`;
}

/** NaN comes last: comparing with it, the order of all others would be left to chance. */
const rankOf = (score: number) => (Number.isNaN(score) ? Number.NEGATIVE_INFINITY : score);

/** What a model that has learned to give a number gives for each example, as CSV, a line each: `name,value`. */
export function numbersTable({ names, scores }: Predictions, { offset = 0, factor = 1 } = {}): string {
  const lines = names.map((name, example) => `${cell(name)},${scores[example] * factor + offset}`);
  return `${['name,value', ...lines].join('\n')}\n`;
}

/** As RFC 4180 has it. */
const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

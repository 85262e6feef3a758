import type { Predictions } from '@expgraph/sdk';

/**
 * Returns the best classes of each example as CSV lines `name,rank,class,score`, or of each timestep as
 * `name,step,rank,class,score`.
 */
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

/** NaN sorts last: comparisons with it would leave the order undefined. */
const rankOf = (score: number) => (Number.isNaN(score) ? Number.NEGATIVE_INFINITY : score);

/** Returns the predicted number of each example as CSV lines `name,value`. */
export function numbersTable({ names, scores }: Predictions, { offset = 0, factor = 1 } = {}): string {
  const lines = names.map((name, example) => `${cell(name)},${scores[example] * factor + offset}`);
  return `${['name,value', ...lines].join('\n')}\n`;
}

/** Quotes a cell as in RFC 4180. */
const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

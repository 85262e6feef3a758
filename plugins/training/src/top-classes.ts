import type { Predictions } from '@expgraph/sdk';

/** The best classes of each example as CSV, a line each: `name,rank,class,score`. */
export function topClassesTable({ classes, scores, names }: Predictions, top: number): string {
  const lines = ['name,rank,class,score'];
  for (const [example, name] of names.entries()) {
    const row = scores.subarray(example * classes.length, (example + 1) * classes.length);
    const order = Array.from(row.keys()).sort((a, b) => row[b] - row[a]);
    for (const [rank, index] of order.slice(0, top).entries()) {
      lines.push([cell(name), rank + 1, cell(classes[index]), row[index]].join(','));
    }
  }
  return `${lines.join('\n')}\n`;
}

/** As RFC 4180 has it. */
const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export interface CsvRow {
  readonly fields: readonly string[];
  /** Where it begins, from 1. */
  readonly line: number;
}

/** The rows of a CSV text (RFC 4180): fields may be quoted, with `""` for a quote. Empty lines are left out. */
export function parseCsv(text: string): CsvRow[] {
  const rows: CsvRow[] = [];
  let row: string[] = [];
  let [line, begin] = [1, 1];
  // A field, quoted or plain, and what ends it.
  const fields = /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|\r|$)/g;
  for (const [whole, quoted, plain, end] of text.matchAll(fields)) {
    if (whole === '' && row.length === 0) break;
    line += whole.match(/\r\n|\r|\n/g)?.length ?? 0;
    row.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === ',') continue;
    if (row.length > 1 || row[0] !== '') rows.push({ fields: row, line: begin });
    row = [];
    begin = line;
  }
  return rows;
}

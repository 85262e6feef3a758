import { type CsvError, parse } from 'csv-parse/sync';
import { quoteFault } from './quote-fault.js';
import type { TextFile } from './text-file.js';

export interface RowOptions extends TextFile {
  readonly delimiter: string;
  /** Whether to trim unquoted fields. */
  readonly trim: boolean;
  /** Whether fields may be quoted with double quotes (RFC 4180). */
  readonly quotes: boolean;
}

export interface Row {
  readonly fields: readonly string[];
  /** Line at which the row begins, from 1. */
  readonly line: number;
}

export interface Rows {
  readonly rows: readonly Row[];
  /** Blank lines between rows. */
  readonly blank: readonly number[];
}

const LINE_END = /\r\n|\n|\r/;

/** Splits the text of a table into rows of fields, without blank lines. @throws ExperimentError at a misplaced quote */
export function tableRows(text: string, options: RowOptions): Rows {
  return options.quotes && text.includes('"') ? quotedRows(text, options) : plainRows(text, options);
}

/** Splits a text without quotes, ten times as fast as the parser of quotes, with the same result. */
function plainRows(text: string, { delimiter, trim }: RowOptions): Rows {
  const rows: Row[] = [];
  const blank: number[] = [];
  for (const [index, line] of text.split(LINE_END).entries()) {
    if (isBlank(line, delimiter, trim)) blank.push(index + 1);
    else {
      const fields = line.split(delimiter);
      rows.push({ fields: trim ? fields.map((field) => field.trim()) : fields, line: index + 1 });
    }
  }
  return { rows, blank: withoutLast(blank, rows) };
}

const isBlank = (line: string, delimiter: string, trim: boolean) =>
  line === '' || (trim && line.trim() === '' && !line.includes(delimiter));

/** Removes blank lines at the end of the file. */
const withoutLast = (blank: readonly number[], rows: readonly Row[]) =>
  blank.filter((line) => line < (rows.at(-1)?.line ?? 0));

interface Parsed {
  readonly record: readonly string[];
  readonly info: { readonly bytes: number };
}

const parserOptions = ({ delimiter, trim }: RowOptions) => ({
  delimiter,
  trim,
  recordDelimiter: ['\r\n', '\n', '\r'],
  info: true as const,
  relaxColumnCount: true,
  skipEmptyLines: true,
});

function quotedRows(text: string, options: RowOptions): Rows {
  const bytes = Buffer.from(text);
  let records: readonly Parsed[];
  try {
    records = parse(bytes, parserOptions(options)) as unknown as Parsed[];
  } catch (error) {
    throw placed(error as CsvError, bytes, options);
  }
  const rows: Row[] = [];
  const blank: number[] = [];
  const counter = new LineCounter(bytes);
  for (const { record, info } of records) {
    for (const line of counter.skipBlank(options)) blank.push(line);
    rows.push({ fields: record, line: counter.line });
    counter.moveTo(info.bytes);
  }
  return { rows, blank };
}

const [LF, CR, BLANK] = [...'\n\r '].map((character) => character.charCodeAt(0));

/** Counts lines from row to row: the parser counts a CRLF inside quotes as two lines. */
class LineCounter {
  line = 1;
  at = 0;

  constructor(private readonly bytes: Buffer) {}

  moveTo(end: number): void {
    for (; this.at < end; this.at += 1) {
      const byte = this.bytes[this.at];
      if (byte === LF || (byte === CR && this.bytes[this.at + 1] !== LF)) this.line += 1;
    }
  }

  /** Skips blank lines. @returns Their line numbers. */
  skipBlank({ delimiter, trim }: RowOptions): number[] {
    const blank: number[] = [];
    for (;;) {
      const end = this.endOfLine();
      if (end === this.bytes.length || !this.isBlank(end, delimiter, trim)) return blank;
      blank.push(this.line);
      this.moveTo(end + (this.bytes[end] === CR && this.bytes[end + 1] === LF ? 2 : 1));
    }
  }

  private isBlank(end: number, delimiter: string, trim: boolean): boolean {
    const first = this.bytes[this.at];
    // Most lines begin with a letter, a digit or a quote.
    if (end > this.at && first > BLANK && first < 0x80) return false;
    return isBlank(this.bytes.toString('utf8', this.at, end), delimiter, trim);
  }

  private endOfLine(): number {
    let end = this.at;
    while (end < this.bytes.length && this.bytes[end] !== LF && this.bytes[end] !== CR) end += 1;
    return end;
  }
}

/** Returns the error of the parser at the position of the opening quote. */
function placed(error: CsvError, bytes: Buffer, options: RowOptions): Error {
  if (!/QUOTE/.test(error.code)) return error;
  const counter = new LineCounter(bytes);
  try {
    parse(bytes, {
      ...parserOptions(options),
      onRecord: (_, { bytes: end }) => {
        counter.skipBlank(options);
        counter.moveTo(end);
        return null;
      },
    });
  } catch {
    // It fails at the same row: all rows before it are counted now.
  }
  counter.skipBlank(options);
  return quoteFault(bytes.toString('utf8', counter.at), counter.line, options);
}

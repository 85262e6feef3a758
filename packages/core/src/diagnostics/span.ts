/** A range of a file. Lines and columns count from 1; the end is exclusive. */
export interface Span {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** The command-line flag that has the range in place of a file, for example `--set params.epochs=3`; `file` is the flag's name. */
  readonly flag?: string;
}

/** Formats the position of a span: `file:line:column`, or the name of a flag. */
export const placeOf = ({ file, line, column, flag }: Span): string =>
  flag === undefined ? `${file}:${line}:${column}` : file;

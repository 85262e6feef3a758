/** A stretch of a file. Lines and columns count from 1; `end` is exclusive. */
export interface Span {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** The flag of the command line that it is in, in place of a file, for example `--set params.epochs=3`; `file` is its name. */
  readonly flag?: string;
}

/** A place as messages name it: `file:line:column`, or the name of a flag. */
export const placeOf = ({ file, line, column, flag }: Span): string =>
  flag === undefined ? `${file}:${line}:${column}` : file;

/** A text file in messages. */
export interface TextFile {
  /** Name of the file in messages. */
  readonly file: string;
  /** The option of the node with the file. Default: `source`. */
  readonly at?: readonly (string | number)[];
}

/** What messages say of a file of text. */
export interface TextFile {
  /** What messages call the file. */
  readonly file: string;
  /** The option of the node that names the file. Default: `source`. */
  readonly at?: readonly (string | number)[];
}

import type { Notice } from '@expgraph/data/wording';

/** An image in a list. */
export interface ListRecord {
  /** As written in the list, with "/". */
  readonly path: string;
  /** One label; any number with `multiLabel`. */
  readonly labels: readonly string[];
  readonly weight?: number;
  /** Values of the kept columns, by column. */
  readonly columns?: Readonly<Record<string, string>>;
  /** Returns the place in the list, `labels.csv:17`. A function, because finding it in a large JSON file is slow. */
  readonly place: () => string;
}

/** The images of a list, and notices about skipped entries. */
export interface ListRecords {
  readonly records: readonly ListRecord[];
  readonly notices: readonly Notice[];
}

/** Options for reading a list. */
export interface ListOptions {
  /** Whether an image may have any number of classes. */
  readonly multiLabel: boolean;
  /** Separator of the labels in a cell, for `multiLabel`. */
  readonly labelSeparator: string;
  /** Columns or JSON keys of the path and the label. */
  readonly columns: { readonly path: string; readonly label: string };
  /** Column of the sample weights. */
  readonly weights?: string;
  /** Further columns to keep. */
  readonly keepColumns: readonly string[];
  /** Text encoding of the list; default UTF-8. */
  readonly encoding?: string;
  /** Character between the columns of a table. */
  readonly delimiter?: string;
}

/** The text of a list, and its name in messages. */
export interface ListText {
  readonly list: string;
  readonly text: string;
}

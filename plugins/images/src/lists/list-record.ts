import type { Notice } from '@expgraph/data/wording';

/** An image as a list names it. */
export interface ListRecord {
  /** As in the list, with "/". */
  readonly path: string;
  /** One, or any number where an image may have several classes. */
  readonly labels: readonly string[];
  readonly weight?: number;
  /** Values of further columns, by column. */
  readonly columns?: Readonly<Record<string, string>>;
  /** Where the list says so: `labels.csv:17`. Found when it is asked for, because that takes long in a large file. */
  readonly place: () => string;
}

/** The images of a list, and what was skipped in it. */
export interface ListRecords {
  readonly records: readonly ListRecord[];
  readonly notices: readonly Notice[];
}

/** How a list is read. */
export interface ListOptions {
  /** Whether an image may have any number of classes. */
  readonly multiLabel: boolean;
  /** What stands between the labels of a cell then. */
  readonly labelSeparator: string;
  /** The columns of a table, or keys of JSON, that have the path and the label. */
  readonly columns: { readonly path: string; readonly label: string };
  /** The column that says how much each image counts. */
  readonly weights?: string;
  /** Further columns that are kept. */
  readonly keepColumns: readonly string[];
  /** The text encoding of the list. */
  readonly encoding?: string;
  /** What separates the columns of a table. */
  readonly delimiter?: string;
}

/** The text of a list, and what it is called in messages. */
export interface ListText {
  readonly list: string;
  readonly text: string;
}

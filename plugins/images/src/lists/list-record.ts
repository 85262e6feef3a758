/** An image as a list names it. */
export interface ListRecord {
  /** As in the list, with "/". */
  readonly path: string;
  /** One, or any number where an image may have several classes. */
  readonly labels: readonly string[];
  readonly weight?: number;
  /** What the list says besides, by column. */
  readonly columns?: Readonly<Record<string, string>>;
  /** Where the list says so: `labels.csv:17`. Found when it is asked for, because that takes long in a large file. */
  readonly place: () => string;
}

/** How a list is read. */
export interface ListOptions {
  /** Whether an image may have any number of classes. */
  readonly multiLabel: boolean;
  /** What stands between the labels of a cell then. */
  readonly labelSeparator: string;
  /** The column that says how much each image counts. */
  readonly weights?: string;
  /** The columns that are kept. */
  readonly columns: readonly string[];
}

/** What of a list is read, and what it is called in messages. */
export interface ListText {
  readonly list: string;
  readonly text: string;
}

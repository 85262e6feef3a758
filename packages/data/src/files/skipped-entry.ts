/** Why an entry of a folder is skipped. Loaders add other reasons, such as an extension. */
export type SkipReason =
  | 'hidden'
  | '__MACOSX'
  | 'dangling link'
  | 'link loop'
  | 'linked too often'
  | 'name not UTF-8'
  | 'special file'
  | 'unreadable';

/** A skipped entry of a folder. */
export interface SkippedEntry {
  /** Path relative to the folder, with "/". */
  readonly path: string;
  readonly reason: string;
  /** Whether it is a folder, whose files were not listed. */
  readonly isFolder?: boolean;
}

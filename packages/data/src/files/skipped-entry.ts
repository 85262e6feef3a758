/** Why an entry of a folder is not used. Loaders add reasons of their own, such as an extension. */
export type SkipReason =
  | 'hidden'
  | '__MACOSX'
  | 'dangling link'
  | 'link loop'
  | 'linked too often'
  | 'name not UTF-8'
  | 'special file'
  | 'unreadable';

/** An entry of a folder that is not used. */
export interface SkippedEntry {
  /** Relative to the folder, with "/". */
  readonly path: string;
  readonly reason: string;
  /** Whether it is a folder, of whose files nothing is known. */
  readonly isFolder?: boolean;
}

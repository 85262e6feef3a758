export { extensionOf } from './extension-of.js';
export { isText } from './is-text.js';
export { type FileListing, type ListOptions, listFiles } from './list-files.js';
export { readBeginning } from './read-beginning.js';
export type { SkippedEntry, SkipReason } from './skipped-entry.js';
export { byExtension, skippedLine } from './skipped-line.js';

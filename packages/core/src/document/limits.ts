/** What an experiment may grow to. The largest that people have written by hand are a hundredth of each. */

/** Bytes of a file. */
export const MAX_BYTES = 1024 * 1024;
/** Mappings, lists and single values, with what aliases and `${...}` stand for. */
export const MAX_VALUES = 100_000;
/** Characters that aliases and `${...}` may add. */
export const MAX_TEXT = 4 * 1024 * 1024;
/** Mappings and lists inside each other, and params that refer to one another. */
export const MAX_DEPTH = 64;
/** Characters of the name of a node or an experiment: it becomes part of names of files, which end at 255 bytes. */
export const MAX_NAME = 100;

/** Limits of an experiment's size: about a hundred times the largest experiments written by hand. */

/** Bytes of a file. */
export const MAX_BYTES = 1024 * 1024;
/** Mappings, lists and scalars, after aliases and `${...}` are expanded. */
export const MAX_VALUES = 100_000;
/** Characters that aliases and `${...}` may add. */
export const MAX_TEXT = 4 * 1024 * 1024;
/** Nesting depth of mappings, lists and params that refer to other params. */
export const MAX_DEPTH = 64;
/** Characters of the name of a node or an experiment: it becomes part of file names, which are limited to 255 bytes. */
export const MAX_NAME = 100;

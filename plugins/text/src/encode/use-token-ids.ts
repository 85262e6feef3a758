/** Receives the token ids of one text of a batch: `ids[begin]` to `ids[end - 1]`, valid until the next text. */
export type UseTokenIds = (ids: Int32Array, begin: number, end: number, text: number) => void;

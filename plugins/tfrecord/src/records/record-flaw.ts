/** A flaw of a file of records, with its position. */
export class RecordFlaw extends Error {
  constructor(
    readonly file: string,
    /** Number of the record in its file, from 0. */
    readonly record: number,
    /** Position of the record's frame in the file, or in its unpacked data. */
    readonly offset: number,
    readonly reason: string,
  ) {
    super(`${file}, record ${record}, byte ${offset}: ${reason}`);
    this.name = 'RecordFlaw';
  }
}

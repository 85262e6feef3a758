/** Something wrong with a file of records, and where. */
export class RecordFlaw extends Error {
  constructor(
    readonly file: string,
    /** Of the record in its file, from 0. */
    readonly record: number,
    /** Of the record's frame: a byte of the file, or of what it unpacks to. */
    readonly offset: number,
    readonly reason: string,
  ) {
    super(`${file}, record ${record}, byte ${offset}: ${reason}`);
    this.name = 'RecordFlaw';
  }
}

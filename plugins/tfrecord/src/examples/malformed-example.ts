/** The bytes of a record are not a valid example. The caller adds the position of the record. */
export class MalformedExample extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MalformedExample';
  }
}

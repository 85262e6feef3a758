/** The bytes of a record are not what they should be. Whoever knows the record adds where it is. */
export class MalformedExample extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MalformedExample';
  }
}

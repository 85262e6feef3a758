/** Thrown if a computation cannot be captured as a graph. The message is the reason, as a clause. */
export class NotCapturable extends Error {
  override readonly name = 'NotCapturable';
}

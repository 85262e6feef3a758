/** Why a computation cannot be a graph: the rest of a sentence that begins "runs op by op, because". */
export class NotCapturable extends Error {
  override readonly name = 'NotCapturable';
}

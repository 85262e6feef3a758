/** In pixels. Decoded, such an image has 48 MB: several side by side would take gigabytes. */
const LARGE = 16_000_000;

let last: Promise<unknown> = Promise.resolve();

/** Decodes an image: large ones one after the other, others at once. `decode` must not wait for a turn itself. */
export function inTurn<Result>(pixels: number, decode: () => Promise<Result>): Promise<Result> {
  if (pixels < LARGE) return decode();
  const mine = last.then(decode);
  last = mine.catch(() => undefined);
  return mine;
}

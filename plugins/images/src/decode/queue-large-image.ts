/** In pixels. Such an image takes 48 MB when decoded; several at once would take gigabytes. */
const LARGE = 16_000_000;

let last: Promise<unknown> = Promise.resolve();

/** Decodes an image; large images are decoded one after the other. `decode` must not call this function. */
export function queueLargeImage<Result>(pixels: number, decode: () => Promise<Result>): Promise<Result> {
  if (pixels < LARGE) return decode();
  const decoded = last.then(decode);
  last = decoded.catch(() => undefined);
  return decoded;
}

import { count } from './check-size.js';
import { ImageFault } from './image-fault.js';

const START_OF_SCAN = Buffer.of(0xff, 0xda);

/** libjpeg writes 10 scans for a progressive image, other encoders a few more. */
const USUAL = 20;
/** Limit of scans times pixels beyond that: a scan of a few bytes can cover the whole image. */
const MOST_WORK = 500_000_000;
const MOST_SCANS = 500;

/**
 * Rejects a JPEG file with so many scans that decoding it would take minutes.
 * @param pixels Number of pixels according to the header.
 * @throws ImageFault
 */
export function checkScans(bytes: Buffer, pixels: number): void {
  let scans = 0;
  for (let at = bytes.indexOf(START_OF_SCAN); at >= 0; at = bytes.indexOf(START_OF_SCAN, at + 2)) {
    scans += 1;
    if (scans > MOST_SCANS || (scans > USUAL && scans * pixels > MOST_WORK))
      throw new ImageFault(
        `it has ${scans} or more scans of ${count(pixels)} pixels, expected at most ${USUAL}: save it again`,
      );
  }
}

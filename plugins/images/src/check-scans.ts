import { count } from './check-size.js';
import { ImageFault } from './image-fault.js';

const START_OF_SCAN = Buffer.of(0xff, 0xda);

/** Scans that encoders write: libjpeg 10 of a progressive image, others some more. */
const USUAL = 20;
/** Pixels that scans beyond that may go over, all together: a scan of few bytes may go over all of an image. */
const MOST_WORK = 500_000_000;
const MOST_SCANS = 500;

/**
 * Refuses a JPEG that has so many scans that decoding it would take minutes.
 * @param pixels Of the image, as its header says.
 * @throws ImageFault
 */
export function checkScans(bytes: Buffer, pixels: number): void {
  let scans = 0;
  for (let at = bytes.indexOf(START_OF_SCAN); at >= 0; at = bytes.indexOf(START_OF_SCAN, at + 2)) {
    scans += 1;
    if (scans > MOST_SCANS || (scans > USUAL && scans * pixels > MOST_WORK))
      throw new ImageFault(
        `it has ${scans} scans or more over ${count(pixels)} pixels, expected at most ${USUAL}: save it anew`,
      );
  }
}

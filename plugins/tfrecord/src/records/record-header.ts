import { HEADER } from './frame-record.js';
import { lengthAt } from './scan-records.js';

/** Whether a file begins as TFRecord does: with a length and its checksum. */
export const isRecordHeader = (beginning: Buffer) => beginning.length >= HEADER && lengthAt(beginning, 0) >= 0;

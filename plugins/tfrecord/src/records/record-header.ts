import { HEADER } from './frame-record.js';
import { lengthAt } from './scan-records.js';

/** Whether a file begins with a TFRecord header: a length and its checksum. */
export const isRecordHeader = (beginning: Buffer) => beginning.length >= HEADER && lengthAt(beginning, 0) >= 0;

export { COMPRESSIONS, type Compression, detectCompression } from './compression.js';
export { crc32c, maskedCrc32c } from './crc32c.js';
export { frameRecord } from './frame-record.js';
export { type ReadRecordsOptions, type RecordBlock, readRecords } from './read-records.js';
export { RecordFlaw } from './record-flaw.js';
export { isRecordHeader } from './record-header.js';
export { RecordWriter } from './record-writer.js';

export { checkEncoding, type DecodeOptions, decodeText } from './decode-text.js';
export { decodeXml } from './decode-xml.js';
export { delimiterOption } from './delimiter-option.js';
export { encodingOption } from './encoding-option.js';
export { isExact } from './is-exact.js';
export { formatPath, type JsonPath, jsonPlace, lineAndColumn } from './json-place.js';
export { type JsonLine, readJson, readJsonLines } from './read-json.js';
export {
  checkDistinctColumns,
  columnPosition,
  readTable,
  type Table,
  type TableOptions,
  type TableRow,
} from './read-table.js';
export { readText } from './read-text.js';
export type { TextFile } from './text-file.js';

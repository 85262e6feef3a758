export { archiveDamaged, arrayDamaged } from './array-messages.js';
export { checkEncoding, type DecodeOptions, decodeText, firstInvalid } from './decode-text.js';
export { decodeXml } from './decode-xml.js';
export { delimiterOption } from './delimiter-option.js';
export { encodingOption } from './encoding-option.js';
export { ExpansionBudget, type ExpansionOptions } from './expansion-budget.js';
export type { ExpansionLimits } from './expansion-limits.js';
export { byteSize } from './expansion-messages.js';
export { isExact } from './is-exact.js';
export { formatPath, type JsonPath, jsonPlace, lineAndColumn } from './json-place.js';
export { jsonText } from './json-text.js';
export { elementsOf, isNumberType, type NumberArray, numberArray } from './number-array.js';
export { PickleGlobal, type PickleHost, Unpickler } from './pickle.js';
export { type JsonLine, readJson, readJsonLines } from './read-json.js';
export { type BytesAsText, type NpyArray, readNpy } from './read-npy.js';
export { readNpz } from './read-npz.js';
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
export { type Unpacking, unpackStream } from './unpack-stream.js';
export { ZipFile } from './zip-file.js';

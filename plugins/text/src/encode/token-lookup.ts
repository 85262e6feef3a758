import { FIRST_TOKEN, UNKNOWN, type Vocabulary } from '../vocabulary/vocabulary.js';
import { CodeUnits } from './code-units.js';

const SPACE = 0x20;
/** Parameters of the hash function FNV-1a. */
const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;
/** Hash table slots per token: in a sparse table, most lookups take one probe. */
const SLOTS_PER_TOKEN = 4;

/**
 * Looks up the ids of the tokens of a text, without splitting the text first: each token is hashed as it is read.
 */
export class TokenLookup {
  private readonly text = new CodeUnits();
  private found = new Int32Array(1024);
  /** Code units of all tokens; token i is at `begins[i]` to `begins[i + 1]`. */
  private readonly units: Uint16Array;
  private readonly begins: Int32Array;
  private readonly hashes: Int32Array;
  /** A hash table with open addressing: token index + 1, or 0. */
  private readonly table: Int32Array;

  constructor({ tokens }: Vocabulary) {
    this.begins = new Int32Array(tokens.length + 1);
    for (const [index, { length }] of tokens.entries()) this.begins[index + 1] = this.begins[index] + length;
    this.units = new CodeUnits().read(tokens.join(''), SPACE);
    this.hashes = Int32Array.from(tokens, (_, index) => hash(this.units, this.begins[index], this.begins[index + 1]));
    this.table = new Int32Array(2 ** Math.ceil(Math.log2(SLOTS_PER_TOKEN * tokens.length + 1)));
    for (const index of tokens.keys()) {
      let slot = this.hashes[index] & (this.table.length - 1);
      while (this.table[slot] !== 0) slot = (slot + 1) & (this.table.length - 1);
      this.table[slot] = index + 1;
    }
  }

  /**
   * Returns the ids of the first `limit` tokens of a tokenized text, valid until the next lookup.
   */
  idsOf(text: string, limit = Number.POSITIVE_INFINITY): Int32Array {
    if (text === '') return this.found.subarray(0, 0);
    const units = this.text.read(text, SPACE);
    let count = 0;
    for (let position = 0; position <= text.length && count < limit; position += 1) {
      const begin = position;
      let code = OFFSET;
      for (; units[position] !== SPACE; position += 1) code = Math.imul(code ^ units[position], PRIME);
      if (count === this.found.length) this.enlarge();
      this.found[count++] = this.idOf(units, begin, position, code);
    }
    return this.found.subarray(0, count);
  }

  private idOf(units: Uint16Array, begin: number, end: number, code: number): number {
    const mask = this.table.length - 1;
    for (let slot = code & mask; this.table[slot] !== 0; slot = (slot + 1) & mask) {
      const index = this.table[slot] - 1;
      if (this.hashes[index] === code && this.isToken(index, units, begin, end)) return index + FIRST_TOKEN;
    }
    return UNKNOWN;
  }

  private isToken(index: number, units: Uint16Array, begin: number, end: number): boolean {
    const first = this.begins[index];
    if (this.begins[index + 1] - first !== end - begin) return false;
    for (let offset = 0; offset < end - begin; offset += 1) {
      if (this.units[first + offset] !== units[begin + offset]) return false;
    }
    return true;
  }

  private enlarge(): void {
    const larger = new Int32Array(2 * this.found.length);
    larger.set(this.found);
    this.found = larger;
  }
}

/** Returns the hash of a token, as `idsOf` computes it inline. */
function hash(units: Uint16Array, begin: number, end: number): number {
  let code = OFFSET;
  for (let position = begin; position < end; position += 1) code = Math.imul(code ^ units[position], PRIME);
  return code;
}

import { MalformedExample } from './malformed-example.js';

/** Returns a field number and the wire type "delimited" of protocol buffers in one byte: `field << 3 | type`. */
export const delimited = (field: number) => (field << 3) | 2;

/**
 * Reads the wire format of protocol buffers without creating objects: a position that moves along an array, and the two words of the last
 * varint.
 */
export class Wire {
  bytes: Uint8Array = new Uint8Array(0);
  position = 0;
  /** The last varint: its lower and upper 32 bits, as signed integers. */
  low = 0;
  high = 0;

  open(bytes: Uint8Array, position: number): void {
    this.bytes = bytes;
    this.position = position;
  }

  /** Reads a field number and wire type. Those of the messages here fit into a byte; longer ones are skipped. */
  tag(limit: number): number {
    this.varint(limit);
    return this.low >>> 0;
  }

  /** Reads the length of a delimited field, and returns where the field ends. */
  fieldEnd(limit: number): number {
    this.varint(limit);
    const end = this.position + (this.low >>> 0);
    if (this.high !== 0 || end > limit) throw this.damaged('a field is longer than its message');
    return end;
  }

  /** Reads a varint of up to 64 bits into `low` and `high`. */
  varint(limit: number): void {
    const { bytes } = this;
    if (this.position < limit && bytes[this.position] < 128) {
      this.low = bytes[this.position];
      this.high = 0;
      this.position += 1;
      return;
    }
    if (this.position + 3 > limit || !this.shortVarint()) this.longVarint(limit);
  }

  /** Reads a varint of two or three bytes, as most numbers above 127 take; returns false for longer ones. */
  private shortVarint(): boolean {
    const { bytes, position } = this;
    const second = bytes[position + 1];
    const third = bytes[position + 2];
    this.low = (bytes[position] & 127) | ((second & 127) << 7);
    this.high = 0;
    if (second < 128) {
      this.position = position + 2;
      return true;
    }
    this.low |= third << 14;
    this.position = position + 3;
    if (third < 128) return true;
    this.position = position;
    return false;
  }

  private longVarint(limit: number): void {
    let [low, high] = [0, 0];
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.position >= limit) throw this.damaged('the record ends within a number');
      const byte = this.bytes[this.position];
      this.position += 1;
      if (shift < 28) low |= (byte & 127) << shift;
      else if (shift === 28) {
        low |= (byte & 15) << 28;
        high |= (byte & 127) >> 4;
      } else if (shift < 63) high |= (byte & 127) << (shift - 32);
      else high |= (byte & 1) << 31;
      if (byte < 128) {
        this.low = low;
        this.high = high;
        return;
      }
    }
    throw this.damaged('a number has more than ten bytes');
  }

  /** Skips an unknown field. */
  skip(tag: number, limit: number): void {
    const type = tag & 7;
    if (type === 0) this.varint(limit);
    else if (type === 2) this.position = this.fieldEnd(limit);
    else if (type === 1 || type === 5) this.position += type === 1 ? 8 : 4;
    else throw this.damaged(`a field has the wire type ${type}`);
    if (this.position > limit) throw this.damaged('the record ends within a field');
    if (tag >>> 3 === 0) throw this.damaged('a field has the number 0');
  }

  damaged(reason: string): MalformedExample {
    return new MalformedExample(`not a valid Example (protocol buffer): ${reason}`);
  }
}

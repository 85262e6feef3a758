import type { ExpansionBudget } from '@expgraph/data/formats';

/**
 * A table of a FlatBuffer. Fields are found by their number in the schema; reading beyond the file throws a RangeError.
 * What is read counts: a damaged file can have many tables that are the same one.
 * https://flatbuffers.dev/internals
 */
export class FlatTable {
  constructor(
    private readonly view: DataView,
    private readonly position: number,
    private readonly budget: ExpansionBudget,
  ) {}

  /** The table that a file begins with. */
  static root(view: DataView, budget: ExpansionBudget): FlatTable {
    return new FlatTable(view, view.getUint32(0, true), budget);
  }

  integer(field: number, byDefault = 0): number {
    const at = this.field(field);
    return at === 0 ? byDefault : this.view.getInt32(at, true);
  }

  byte(field: number, byDefault = 0): number {
    const at = this.field(field);
    return at === 0 ? byDefault : this.view.getInt8(at);
  }

  string(field: number): string {
    const bytes = this.bytes(field);
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
  }

  bytes(field: number): Uint8Array {
    const [start, length] = this.vector(field, 1);
    return new Uint8Array(this.view.buffer, this.view.byteOffset + start, length);
  }

  integers(field: number): number[] {
    const [start, length] = this.vector(field, 4);
    return Array.from({ length }, (_, index) => this.view.getInt32(start + index * 4, true));
  }

  tables(field: number): FlatTable[] {
    const [start, length] = this.vector(field, 4);
    return Array.from({ length }, (_, index) => {
      const at = start + index * 4;
      return new FlatTable(this.view, at + this.view.getUint32(at, true), this.budget);
    });
  }

  /** Where a field's value stands; 0 when it is left out. */
  private field(number: number): number {
    const vtable = this.position - this.view.getInt32(this.position, true);
    const entry = 4 + number * 2;
    if (entry >= this.view.getUint16(vtable, true)) return 0;
    const offset = this.view.getUint16(vtable + entry, true);
    return offset === 0 ? 0 : this.position + offset;
  }

  /** Start and length of a vector of elements of `size` bytes. */
  private vector(number: number, size: number): [number, number] {
    const at = this.field(number);
    if (at === 0) return [0, 0];
    const start = at + this.view.getUint32(at, true);
    const length = this.view.getUint32(start, true);
    if (start + 4 + length * size > this.view.byteLength)
      throw new RangeError('a vector goes beyond the end of the file');
    this.budget.spend(length * size);
    return [start + 4, length];
  }
}

import type { ExpansionBudget } from '@expgraph/data/formats';

/**
 * A FlatBuffer table. Fields are identified by their number in the schema; reading beyond the file throws a RangeError.
 * Reads count toward a budget, because tables of a damaged file can refer to the same bytes many times.
 * https://flatbuffers.dev/internals
 */
export class FlatTable {
  constructor(
    private readonly view: DataView,
    private readonly position: number,
    private readonly budget: ExpansionBudget,
  ) {}

  /** Returns the root table of a file. */
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

  /** Returns the position of a field's value; 0 if the field is absent. */
  private field(number: number): number {
    const vtable = this.position - this.view.getInt32(this.position, true);
    const entry = 4 + number * 2;
    if (entry >= this.view.getUint16(vtable, true)) return 0;
    const offset = this.view.getUint16(vtable + entry, true);
    return offset === 0 ? 0 : this.position + offset;
  }

  /** Returns the position and length of a vector whose elements have `size` bytes. */
  private vector(number: number, size: number): [number, number] {
    const at = this.field(number);
    if (at === 0) return [0, 0];
    const start = at + this.view.getUint32(at, true);
    const length = this.view.getUint32(start, true);
    if (start + 4 + length * size > this.view.byteLength)
      throw new RangeError('a vector extends beyond the end of the file');
    this.budget.spend(length * size);
    return [start + 4, length];
  }
}

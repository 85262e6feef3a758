import type { ExpansionBudget } from './expansion-budget.js';

/** A class or function that a pickle refers to, by name only: nothing is imported or called. */
export class PickleGlobal {
  constructor(readonly name: string) {}
}

/** Handles globals that a pickle calls, external objects that it refers to, and states that it gives to objects. */
export interface PickleHost {
  call(global: PickleGlobal, values: readonly unknown[]): unknown;
  persistent?(id: unknown): unknown;
  build?(target: unknown, state: unknown): void;
}

const MARK = Symbol('mark');

/** Bytes of memory of a value on the stack or in a list, and of an object. */
const [SLOT, OBJECT] = [8, 64];

/**
 * Reads one pickle (protocol 2 to 5) of plain values: numbers, strings, tuples and lists (as arrays), dicts (as maps). Calls are passed to the
 * host, which knows a few names and rejects all others. The memory of values is counted.
 * https://github.com/python/cpython/blob/main/Lib/pickletools.py
 */
export class Unpickler {
  private readonly stack: unknown[] = [];
  private readonly memo = new Map<number, unknown>();
  private at: number;

  constructor(
    private readonly bytes: Buffer,
    private readonly host: PickleHost,
    private readonly budget: ExpansionBudget,
    start = 0,
  ) {
    this.at = start;
  }

  /** Offset after the pickle, once it has been read. */
  get end(): number {
    return this.at;
  }

  read(): unknown {
    for (;;) {
      const code = this.byte();
      if (code === STOP) return this.pop();
      const operation = OPERATIONS[code];
      if (!operation)
        throw new Error(`byte ${this.at - 1} of the pickle is the unsupported operation 0x${code.toString(16)}`);
      operation(this);
    }
  }

  push(value: unknown): void {
    const isObject = typeof value === 'string' || (typeof value === 'object' && value !== null);
    this.budget.spend(isObject ? OBJECT : SLOT);
    if (isObject) this.budget.enter();
    this.stack.push(value);
  }

  pop(): unknown {
    if (this.stack.length === 0) throw this.damaged('the stack is empty');
    return this.stack.pop();
  }

  popped(count: number): unknown[] {
    return Array.from({ length: count }, () => this.pop()).reverse();
  }

  mark(): void {
    this.push(MARK);
  }

  /** Removes and returns the values above the last mark, and removes the mark. */
  popMark(): unknown[] {
    const start = this.stack.lastIndexOf(MARK);
    if (start < 0) throw this.damaged('the stack has no mark');
    return this.stack.splice(start).slice(1);
  }

  append(values: readonly unknown[]): void {
    const list = this.stack.at(-1);
    if (!Array.isArray(list)) throw this.damaged('it appends to a value that is not a list');
    for (const value of values) list.push(value);
  }

  setItems(pairs: readonly unknown[]): void {
    const target = this.stack.at(-1);
    if (!(target instanceof Map)) throw this.damaged('it sets items of a value that is not a dict');
    for (let index = 0; index + 1 < pairs.length; index += 2) target.set(pairs[index], pairs[index + 1]);
  }

  put(index: number): void {
    this.budget.spend(OBJECT);
    this.memo.set(index, this.stack.at(-1));
  }

  memoize(): void {
    this.put(this.memo.size);
  }

  get(index: number): void {
    if (!this.memo.has(index)) throw this.damaged('it reads a memo entry that does not exist');
    this.budget.spend(SLOT);
    this.stack.push(this.memo.get(index));
  }

  byte(): number {
    if (this.at >= this.bytes.length) throw new Error('the pickle is truncated');
    this.at += 1;
    return this.bytes[this.at - 1];
  }

  uint(size: number): number {
    return this.take(size).readUIntLE(0, size);
  }

  int32(): number {
    return this.take(4).readInt32LE();
  }

  float(): number {
    return this.take(8).readDoubleBE();
  }

  text(length: number): string {
    const bytes = this.take(length);
    this.budget.spend(length);
    return bytes.toString();
  }

  skip(length: number): void {
    this.take(length);
  }

  /** Reads an integer of any length as a number. */
  long(length: number): number {
    const digits = [...this.take(length)].reverse().map((byte) => byte.toString(16).padStart(2, '0'));
    return length === 0 ? 0 : Number(BigInt.asIntN(length * 8, BigInt(`0x${digits.join('')}`)));
  }

  /** Pushes the class or function named on two lines. */
  globalLine(): void {
    this.push(new PickleGlobal(`${this.line()}.${this.line()}`));
  }

  /** Pushes the class or function named on the stack. Strings only: joining nested lists would take exponential time and memory. */
  globalOnStack(): void {
    const parts = this.popped(2);
    if (!parts.every((part) => typeof part === 'string')) throw this.damaged('a name is not a string');
    this.push(new PickleGlobal(parts.join('.')));
  }

  call(): void {
    const [callee, values] = this.popped(2);
    if (!(callee instanceof PickleGlobal) || !Array.isArray(values))
      throw this.damaged('it calls a value that is not a global');
    this.push(this.host.call(callee, values));
  }

  build(): void {
    const state = this.pop();
    this.host.build?.(this.stack.at(-1), state);
  }

  persistent(): void {
    const id = this.pop();
    if (!this.host.persistent) throw this.damaged('it refers to an external object');
    this.push(this.host.persistent(id));
  }

  /** Reads a line without its line break. */
  private line(): string {
    const end = this.bytes.indexOf(10, this.at);
    if (end < 0) throw new Error('the pickle is truncated');
    const line = this.text(end - this.at);
    this.at = end + 1;
    return line;
  }

  private take(length: number): Buffer {
    if (this.at + length > this.bytes.length) throw new Error('the pickle is truncated');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  private damaged(reason: string): Error {
    return new Error(`the pickle is damaged at byte ${this.at}: ${reason}`);
  }
}

const STOP = '.'.charCodeAt(0);

/** Operations by their opcode, as a character. */
const BY_CHARACTER: Readonly<Record<string, (pickle: Unpickler) => void>> = {
  '\x80': (p) => p.skip(1),
  '\x95': (p) => p.skip(8),
  '(': (p) => p.mark(),
  '0': (p) => void p.pop(),
  N: (p) => p.push(null),
  '\x88': (p) => p.push(true),
  '\x89': (p) => p.push(false),
  K: (p) => p.push(p.byte()),
  M: (p) => p.push(p.uint(2)),
  J: (p) => p.push(p.int32()),
  '\x8a': (p) => p.push(p.long(p.byte())),
  G: (p) => p.push(p.float()),
  X: (p) => p.push(p.text(p.uint(4))),
  '\x8c': (p) => p.push(p.text(p.byte())),
  U: (p) => p.push(p.text(p.byte())),
  C: (p) => p.push(p.text(p.byte())),
  ')': (p) => p.push([]),
  ']': (p) => p.push([]),
  '}': (p) => p.push(new Map()),
  '\x85': (p) => p.push(p.popped(1)),
  '\x86': (p) => p.push(p.popped(2)),
  '\x87': (p) => p.push(p.popped(3)),
  t: (p) => p.push(p.popMark()),
  a: (p) => p.append(p.popped(1)),
  e: (p) => p.append(p.popMark()),
  s: (p) => p.setItems(p.popped(2)),
  u: (p) => p.setItems(p.popMark()),
  q: (p) => p.put(p.byte()),
  r: (p) => p.put(p.uint(4)),
  '\x94': (p) => p.memoize(),
  h: (p) => p.get(p.byte()),
  j: (p) => p.get(p.uint(4)),
  c: (p) => p.globalLine(),
  '\x93': (p) => p.globalOnStack(),
  R: (p) => p.call(),
  b: (p) => p.build(),
  Q: (p) => p.persistent(),
};

const OPERATIONS = Array.from({ length: 256 }, (_, code) => BY_CHARACTER[String.fromCharCode(code)]);

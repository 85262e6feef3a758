/** What a pickle would have Python make by a class or function of this name. Nothing is called: it is what it would be called with. */
export class PickledObject {
  state: unknown;

  constructor(
    readonly name: string,
    readonly values: readonly unknown[],
  ) {}
}

const MARK = Symbol('mark');

/**
 * Reads a pickle (protocol 2 to 5) of lists, tuples, texts and whole numbers, as arrays of numpy are written that hold lists.
 * https://github.com/python/cpython/blob/main/Lib/pickletools.py
 * @throws Error, which says what is wrong, at all else
 */
export function unpickle(bytes: Buffer): unknown {
  return new Unpickler(bytes).read();
}

class Unpickler {
  private readonly stack: unknown[] = [];
  private readonly memo = new Map<number, unknown>();
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  read(): unknown {
    for (;;) {
      const code = this.uint(1);
      if (code === STOP) return this.pop();
      const operation = OPERATIONS[code];
      if (operation === undefined)
        throw new Error(
          `byte ${this.at - 1} is the pickle operation 0x${code.toString(16)}, which no list of numbers has`,
        );
      operation(this);
    }
  }

  push(value: unknown): void {
    this.stack.push(value);
  }

  pop(): unknown {
    if (this.stack.length === 0) throw new Error(`nothing is there to take at byte ${this.at}`);
    return this.stack.pop();
  }

  popped(count: number): unknown[] {
    return Array.from({ length: count }, () => this.pop()).reverse();
  }

  mark(): void {
    this.push(MARK);
  }

  popMark(): unknown[] {
    const start = this.stack.lastIndexOf(MARK);
    if (start < 0) throw new Error(`nothing is marked at byte ${this.at}`);
    return this.stack.splice(start).slice(1);
  }

  append(values: readonly unknown[]): void {
    const list = this.stack.at(-1);
    if (!Array.isArray(list)) throw new Error(`byte ${this.at} appends to what is no list`);
    for (const value of values) list.push(value);
  }

  put(index: number): void {
    this.memo.set(index, this.stack.at(-1));
  }

  memoize(): void {
    this.put(this.memo.size);
  }

  get(index: number): void {
    if (!this.memo.has(index)) throw new Error(`byte ${this.at} wants what was not remembered`);
    this.push(this.memo.get(index));
  }

  /** A name becomes an object that was made of values. */
  reduce(): void {
    const [name, values] = this.popped(2);
    if (!(name instanceof PickledName) || !Array.isArray(values))
      throw new Error(`byte ${this.at} calls what has no name`);
    this.push(new PickledObject(name.name, values));
  }

  build(): void {
    const state = this.pop();
    const target = this.stack.at(-1);
    if (target instanceof PickledObject) target.state = state;
  }

  uint(size: number): number {
    return this.take(size).readUIntLE(0, size);
  }

  int32(): number {
    return this.take(4).readInt32LE();
  }

  text(length: number): string {
    return this.take(length).toString();
  }

  line(): string {
    const end = this.bytes.indexOf('\n', this.at);
    if (end < 0) throw new Error('it is cut short');
    return this.text(end + 1 - this.at).slice(0, -1);
  }

  take(length: number): Buffer {
    if (this.at + length > this.bytes.length) throw new Error('it is cut short');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}

class PickledName {
  constructor(readonly name: string) {}
}

const STOP = '.'.charCodeAt(0);

/** What each operation does, by the character that it is written as. */
const BY_CHARACTER: Readonly<Record<string, (pickle: Unpickler) => void>> = {
  '\x80': (p) => void p.uint(1),
  '\x95': (p) => void p.take(8),
  N: (p) => p.push(null),
  '\x88': (p) => p.push(true),
  '\x89': (p) => p.push(false),
  K: (p) => p.push(p.uint(1)),
  M: (p) => p.push(p.uint(2)),
  J: (p) => p.push(p.int32()),
  X: (p) => p.push(p.text(p.uint(4))),
  '\x8c': (p) => p.push(p.text(p.uint(1))),
  U: (p) => p.push(p.text(p.uint(1))),
  C: (p) => p.push(p.text(p.uint(1))),
  '(': (p) => p.mark(),
  ')': (p) => p.push([]),
  ']': (p) => p.push([]),
  '\x85': (p) => p.push(p.popped(1)),
  '\x86': (p) => p.push(p.popped(2)),
  '\x87': (p) => p.push(p.popped(3)),
  t: (p) => p.push(p.popMark()),
  a: (p) => p.append(p.popped(1)),
  e: (p) => p.append(p.popMark()),
  q: (p) => p.put(p.uint(1)),
  r: (p) => p.put(p.uint(4)),
  '\x94': (p) => p.memoize(),
  h: (p) => p.get(p.uint(1)),
  j: (p) => p.get(p.uint(4)),
  c: (p) => p.push(new PickledName(`${p.line()}.${p.line()}`)),
  '\x93': (p) => p.push(new PickledName(p.popped(2).join('.'))),
  R: (p) => p.reduce(),
  b: (p) => p.build(),
};

const OPERATIONS = Array.from({ length: 256 }, (_, code) => BY_CHARACTER[String.fromCharCode(code)]);

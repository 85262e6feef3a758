/** A class or function that a pickle names. It is only a name here: nothing is imported or called. */
export class PickleGlobal {
  constructor(readonly name: string) {}
}

/** What a pickle has a global make, `call`, or what it points to outside of itself. */
export interface PickleHost {
  call(global: PickleGlobal, values: readonly unknown[]): unknown;
  persistent(id: unknown): unknown;
}

const MARK = Symbol('mark');

/**
 * Reads one pickle (protocol 2 to 5) of plain values: numbers, texts, tuples and lists (arrays), dicts (maps). What a pickle would
 * have Python call is left to the host, which knows a few names and refuses all others.
 * https://github.com/python/cpython/blob/main/Lib/pickletools.py
 */
export class Unpickler {
  private stack: unknown[] = [];
  private readonly memo = new Map<number, unknown>();
  private at: number;

  constructor(
    private readonly bytes: Buffer,
    private readonly host: PickleHost,
    start = 0,
  ) {
    this.at = start;
  }

  /** Where the pickle ends, once it has been read. */
  get end(): number {
    return this.at;
  }

  read(): unknown {
    for (;;) {
      const code = this.byte();
      if (code === STOP) return this.pop();
      const operation = OPERATIONS[String.fromCharCode(code)];
      if (!operation)
        throw new Error(`it holds more than weights (pickle operation 0x${code.toString(16)} at byte ${this.at - 1})`);
      operation(this);
    }
  }

  push(value: unknown): void {
    this.stack.push(value);
  }

  pop(): unknown {
    if (this.stack.length === 0) throw new RangeError('its pickle is damaged');
    return this.stack.pop();
  }

  top(): unknown {
    return this.stack.at(-1);
  }

  mark(): void {
    this.stack.push(MARK);
  }

  /** The values above the last mark, which goes too. */
  popMark(): unknown[] {
    const start = this.stack.lastIndexOf(MARK);
    if (start < 0) throw new RangeError('its pickle is damaged');
    const values = this.stack.splice(start);
    return values.slice(1);
  }

  put(index: number): void {
    this.memo.set(index, this.top());
  }

  memoize(): void {
    this.put(this.memo.size);
  }

  get(index: number): void {
    if (!this.memo.has(index)) throw new RangeError('its pickle is damaged');
    this.push(this.memo.get(index));
  }

  byte(): number {
    return this.take(1)[0];
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
    return this.take(length).toString();
  }

  /** A line without its end. */
  line(): string {
    const end = this.bytes.indexOf(10, this.at);
    if (end < 0) throw new RangeError('its pickle is cut short');
    const line = this.bytes.toString('utf8', this.at, end);
    this.at = end + 1;
    return line;
  }

  /** An integer of any length, as a number. */
  long(length: number): number {
    const digits = [...this.take(length)].reverse().map((byte) => byte.toString(16).padStart(2, '0'));
    return length === 0 ? 0 : Number(BigInt.asIntN(length * 8, BigInt(`0x${digits.join('')}`)));
  }

  call(): void {
    const values = this.pop();
    const callee = this.pop();
    if (!(callee instanceof PickleGlobal) || !Array.isArray(values)) throw new Error('it calls what is no function');
    this.push(this.host.call(callee, values));
  }

  persistent(): void {
    this.push(this.host.persistent(this.pop()));
  }

  private take(length: number): Buffer {
    if (this.at + length > this.bytes.length) throw new RangeError('its pickle is cut short');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}

const STOP = '.'.charCodeAt(0);

function setItems(pickle: Unpickler, pairs: readonly unknown[]): void {
  const target = pickle.top();
  if (!(target instanceof Map)) throw new Error('it sets items of what is no dict');
  for (let index = 0; index + 1 < pairs.length; index += 2) target.set(pairs[index], pairs[index + 1]);
}

function append(pickle: Unpickler, values: readonly unknown[]): void {
  const target = pickle.top();
  if (!Array.isArray(target)) throw new Error('it appends to what is no list');
  for (const value of values) target.push(value);
}

const popped = (pickle: Unpickler, count: number) => Array.from({ length: count }, () => pickle.pop()).reverse();

/** What each operation does, by the character that it is written as. */
const OPERATIONS: Readonly<Record<string, (pickle: Unpickler) => void>> = {
  '\x80': (p) => void p.byte(),
  '\x95': (p) => void p.text(8),
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
  ')': (p) => p.push([]),
  '\x85': (p) => p.push(popped(p, 1)),
  '\x86': (p) => p.push(popped(p, 2)),
  '\x87': (p) => p.push(popped(p, 3)),
  t: (p) => p.push(p.popMark()),
  ']': (p) => p.push([]),
  a: (p) => {
    const value = p.pop();
    append(p, [value]);
  },
  e: (p) => {
    const values = p.popMark();
    append(p, values);
  },
  '}': (p) => p.push(new Map()),
  s: (p) => {
    const pair = popped(p, 2);
    setItems(p, pair);
  },
  u: (p) => {
    const pairs = p.popMark();
    setItems(p, pairs);
  },
  q: (p) => p.put(p.byte()),
  r: (p) => p.put(p.uint(4)),
  '\x94': (p) => p.memoize(),
  h: (p) => p.get(p.byte()),
  j: (p) => p.get(p.uint(4)),
  c: (p) => p.push(new PickleGlobal(`${p.line()}.${p.line()}`)),
  '\x93': (p) => p.push(new PickleGlobal(popped(p, 2).join('.'))),
  R: (p) => p.call(),
  // The state of an object, such as the versions of a state dict's modules, which say nothing of the weights.
  b: (p) => void p.pop(),
  Q: (p) => p.persistent(),
};

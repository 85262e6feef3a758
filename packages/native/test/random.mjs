/** A seeded random number generator (mulberry32). */
export class Random {
  constructor(seed) {
    this.state = seed >>> 0;
  }

  uniform() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(count) {
    return Math.floor(this.uniform() * count);
  }

  between(least, most) {
    return least + this.below(most - least + 1);
  }

  chance(probability) {
    return this.uniform() < probability;
  }

  of(values) {
    return values[this.below(values.length)];
  }

  bytes(length) {
    return Uint8Array.from({ length }, () => this.below(256));
  }

  floats(length, most = 255) {
    return Float32Array.from({ length }, () => this.uniform() * most);
  }
}

const ARRAYS = [
  Uint8Array,
  Int8Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  Uint8ClampedArray,
];

const NUMBERS = [
  0,
  -0,
  -1,
  1,
  0.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  -1e300,
  1e300,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  -(2 ** 63),
];

function detached() {
  const array = new Float32Array(64);
  structuredClone(array.buffer, { transfer: [array.buffer] });
  return array;
}

/** Arrays with getters, which must not run here. */
const traps = new WeakSet();

function throwing() {
  const get = () => {
    throw new Error('a getter');
  };
  const trap = Object.defineProperty([1, 2], 0, { get });
  traps.add(trap);
  return trap;
}

const KINDS = [
  () => undefined,
  () => null,
  () => true,
  () => '',
  () => 'x'.repeat(1000),
  () => 'a\0b',
  () => Symbol('x'),
  () => 7n,
  () => ({}),
  () => [],
  () => [undefined],
  () => () => 1,
  () => new Array(2 ** 32 - 1),
  () => new Proxy([], {}),
  () => new DataView(new ArrayBuffer(8)),
  () => new ArrayBuffer(8),
  () => new Date(),
  detached,
  throwing,
];

/** Returns an invalid replacement for an argument: of another type, or of the same type with other numbers or another length. */
export function junk(random, argument) {
  if (random.chance(0.3)) return random.of(KINDS)(random);
  if (typeof argument === 'number' || random.chance(0.2)) return random.of(NUMBERS);
  if (ArrayBuffer.isView(argument) && random.chance(0.7)) return spoiledArray(random, argument);
  if (Array.isArray(argument) && !traps.has(argument) && argument.length < 1000 && random.chance(0.7))
    return spoiledList(random, argument);
  const Kind = random.of(ARRAYS);
  return new Kind(random.chance(0.5) ? new SharedArrayBuffer(64 * 8) : random.below(40));
}

function spoiledArray(random, array) {
  if (array instanceof BigInt64Array || array instanceof DataView) return array;
  const length = random.chance(0.5) ? random.below(array.length + 1) : array.length + random.below(9);
  const copy = new array.constructor(length);
  for (let at = 0; at < length; at += 1) copy[at] = at < array.length ? array[at] : 0;
  for (let times = random.below(4); times > 0 && length > 0; times -= 1)
    copy[random.below(length)] = random.of(NUMBERS);
  return copy;
}

function spoiledList(random, list) {
  const copy = [...list];
  if (random.chance(0.3)) copy.length = random.below(copy.length + 3);
  else copy[random.below(copy.length + 1)] = random.chance(0.5) ? junk(random, copy[0]) : random.of(KINDS)(random);
  return copy;
}

/** Throws unless two lists have the same values. */
export function expectSame(found, expected, what) {
  const same =
    found.length === expected.length && Array.from(found).every((value, at) => Object.is(value, expected[at]));
  if (!same)
    throw new Error(`${what}: ${Array.from(found).slice(0, 20)} instead of ${Array.from(expected).slice(0, 20)}`);
}

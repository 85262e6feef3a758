import { createHash } from 'node:crypto';
import { Random } from '@expgraph/sdk';

/**
 * A stream of random numbers: sfc32 (Doty-Humphrey's small fast counter, 128 bits of state), seeded with the SHA-256 of the stream's
 * full name. Different names give independent streams; a name gives the same numbers on every machine.
 */
export class SeededRandom extends Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;
  private spareNormal: number | undefined;

  /** `name` begins with the experiment's seed and the node. */
  constructor(private readonly name: readonly (string | number)[]) {
    super();
    const state = createHash('sha256').update(JSON.stringify(name)).digest();
    this.a = state.readInt32LE(0);
    this.b = state.readInt32LE(4);
    this.c = state.readInt32LE(8);
  }

  uniform(): number {
    return (this.next() * 0x200000 + (this.next() >>> 11)) / 0x20000000000000;
  }

  /** Marsaglia's polar method. */
  normal(): number {
    if (this.spareNormal !== undefined) {
      const spare = this.spareNormal;
      this.spareNormal = undefined;
      return spare;
    }
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const square = u * u + v * v;
      if (square === 0 || square >= 1) continue;
      const scale = Math.sqrt((-2 * Math.log(square)) / square);
      this.spareNormal = v * scale;
      return u * scale;
    }
  }

  integer(below: number): number {
    return Math.floor(this.uniform() * below);
  }

  /** Fisher and Yates' shuffle. */
  permutation(size: number): Int32Array {
    const order = Int32Array.from({ length: size }, (_, index) => index);
    for (let last = size - 1; last > 0; last -= 1) {
      const chosen = this.integer(last + 1);
      [order[last], order[chosen]] = [order[chosen], order[last]];
    }
    return order;
  }

  stream(...name: readonly (string | number)[]): Random {
    return new SeededRandom([...this.name, ...name]);
  }

  seed(): number {
    return (
      createHash('sha256')
        .update(JSON.stringify([...this.name, 'seed']))
        .digest()
        .readUInt32LE(0) >>> 1
    );
  }

  /** Returns 32 random bits as an unsigned integer. */
  private next(): number {
    const result = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + result;
    return result >>> 0;
  }
}

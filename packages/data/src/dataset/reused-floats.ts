/** One more than the number of batches in flight during training. */
const MOST_KEPT = 4;

/** An array whose memory is reused after its release. */
export interface TakenFloats {
  readonly values: Float32Array;
  /** Releases the memory: the caller must not read the values afterwards. Further calls do nothing. */
  release(): void;
}

/**
 * Arrays for batches in shared memory, which are reused after their release. Allocating large arrays is slow: the system zeroes them, and each
 * triggers the next garbage collection earlier, which for images is a quarter of the decoding time.
 */
export class ReusedFloats {
  private readonly free: Float32Array[] = [];

  /** Returns an array of the given length with arbitrary content: the caller must write all of it. */
  take(length: number): TakenFloats {
    const index = this.free.findIndex((values) => values.length === length);
    const values =
      index < 0 ? new Float32Array(new SharedArrayBuffer(length * 4)) : (this.free.splice(index, 1)[0] as Float32Array);
    let taken = true;
    const release = () => {
      if (!taken) return;
      taken = false;
      this.free.push(values);
      // Arrays of a length that is no longer requested leave first.
      if (this.free.length > MOST_KEPT) this.free.shift();
    };
    return { values, release };
  }
}

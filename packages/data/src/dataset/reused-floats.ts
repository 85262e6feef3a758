/** As many as a training has under way, and one more. */
const MOST_KEPT = 4;

/** Numbers whose memory is used again once they have been given back. */
export interface TakenFloats {
  readonly values: Float32Array;
  /** Gives the memory back: whoever calls it reads the values no more. Calling it again does nothing. */
  release(): void;
}

/**
 * Arrays for batches on memory that threads fraction. Large arrays are dear: the system clears them, and each brings the next
 * collection of garbage nearer, which for images is a quarter of the time of decoding. Those that were given back are taken again.
 */
export class ReusedFloats {
  private readonly free: Float32Array[] = [];

  /** So many numbers, whatever they are: all must be written. */
  take(length: number): TakenFloats {
    const index = this.free.findIndex((values) => values.length === length);
    const values =
      index < 0 ? new Float32Array(new SharedArrayBuffer(length * 4)) : (this.free.splice(index, 1)[0] as Float32Array);
    let taken = true;
    const release = () => {
      if (!taken) return;
      taken = false;
      this.free.push(values);
      // Of another length than those that come now.
      if (this.free.length > MOST_KEPT) this.free.shift();
    };
    return { values, release };
  }
}

import type { PortKind } from './port.js';

/** Something that values hold outside the heap, for example tensors: it is counted around a node to see whether it leaks. */
export interface HeldResource {
  /** What is counted, in the plural: `tensors`. */
  readonly name: string;
  /** What the author of a node that leaks does about it. */
  readonly remedy: string;
  /** How many this process holds now. Loads nothing: 0 while what would hold them is not loaded. */
  held(): number;
  /** Those that a value holds, as objects: what two values share is one object. */
  of(kind: PortKind, value: unknown): Iterable<object>;
}

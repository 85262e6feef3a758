import type { PortKind } from './port.js';

/** A resource that values hold outside the heap, for example tensors. It is counted before and after a node to detect leaks. */
export interface HeldResource {
  /** Name of the counted resource, in the plural: `tensors`. */
  readonly name: string;
  /** The fix for a node that leaks, as an imperative. */
  readonly remedy: string;
  /** Returns the number that this process holds now. Loads no module: 0 while the owning module is not loaded. */
  held(): number;
  /** Returns the resources that a value holds, as objects; a resource that two values share is one object. */
  of(kind: PortKind, value: unknown): Iterable<object>;
}

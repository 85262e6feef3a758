import type { OptimizerState } from '@expgraph/sdk';
import { packFloats, unpackFloats } from './float-pack.js';

interface Header {
  readonly type: string;
  readonly steps: Readonly<Record<string, number>>;
}

/** Encodes an optimizer state. The arrays are named `variable slot`. */
export function encodeOptimizerState({ type, variables }: OptimizerState): Uint8Array {
  const arrays = new Map<string, Float32Array>();
  const steps: Record<string, number> = {};
  for (const [name, variable] of Object.entries(variables)) {
    steps[name] = variable.steps;
    for (const [slot, values] of Object.entries(variable.slots)) arrays.set(`${name} ${slot}`, values);
  }
  return packFloats({ type, steps } satisfies Header, arrays);
}

export function decodeOptimizerState(bytes: Uint8Array): OptimizerState {
  const { header, arrays } = unpackFloats<Header>(bytes);
  const slots: Record<string, Record<string, Float32Array>> = {};
  for (const [key, values] of arrays) {
    const [name, slot] = [key.slice(0, key.lastIndexOf(' ')), key.slice(key.lastIndexOf(' ') + 1)];
    slots[name] = { ...slots[name], [slot]: values };
  }
  const variables = Object.entries(header.steps).map(([name, steps]) => [name, { steps, slots: slots[name] ?? {} }]);
  return { type: header.type, variables: Object.fromEntries(variables) };
}

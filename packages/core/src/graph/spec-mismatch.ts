import { type Dimension, formatTensorSpec, type Spec, type TensorSpec } from '@expgraph/sdk';

/** Sizes of the named dimensions of one node. */
export type Bindings = Map<string, number>;

export interface Mismatch {
  readonly reason: string;
  readonly found: string;
  readonly expected: string;
}

/** Label encodings in messages. */
const LABELS = {
  class: 'class indices',
  classes: 'multi-label',
  number: 'numbers',
  tags: 'a class for each timestep',
} as const;

/** Returns the reason why a value of a spec does not match the spec of a port; undefined if it matches or is not fully known. */
export function specMismatch(found: Spec, pattern: Spec, bindings: Bindings): Mismatch | undefined {
  if (found.kind === 'dataset' && pattern.kind === 'dataset') {
    const labels = [found.label?.encoding, pattern.label?.encoding];
    if (labels[0] && labels[1] && labels[0] !== labels[1] && !pattern.label?.or?.includes(labels[0])) {
      const [is, wanted] = labels.map((encoding) => LABELS[encoding as keyof typeof LABELS]);
      return {
        reason: `its labels are ${is}, expected ${wanted}`,
        found: `labels: ${is}`,
        expected: `labels: ${wanted}`,
      };
    }
    return tensorMismatch(found.features, pattern.features, bindings);
  }
  if (found.kind === 'model' && pattern.kind === 'model') {
    return (
      tensorMismatch(found.input, pattern.input, bindings) ?? tensorMismatch(found.output, pattern.output, bindings)
    );
  }
  return undefined;
}

function tensorMismatch(
  found?: TensorSpec,
  pattern?: TensorSpec,
  bindings: Bindings = new Map(),
): Mismatch | undefined {
  if (!found || !pattern) return undefined;
  const reason = reasonOf(found, pattern, bindings);
  return reason === undefined
    ? undefined
    : { reason, found: formatTensorSpec(found), expected: formatTensorSpec(pattern) };
}

function reasonOf(found: TensorSpec, pattern: TensorSpec, bindings: Bindings): string | undefined {
  if (found.dtype && pattern.dtype && found.dtype !== pattern.dtype)
    return `it is ${found.dtype}, expected ${pattern.dtype}`;
  if (found.range && pattern.range && found.range !== pattern.range) {
    return `its values are in ${found.range}, expected ${pattern.range}`;
  }
  if (!found.shape || !pattern.shape) return undefined;
  if (found.shape.length !== pattern.shape.length) {
    return `it has ${found.shape.length} axes, expected ${pattern.shape.length}`;
  }
  for (const [axis, wanted] of pattern.shape.entries()) {
    const size = found.shape[axis];
    const expected = sizeOf(wanted, bindings);
    if (typeof size === 'number' && expected !== undefined && size !== expected) {
      return `axis ${axis} is ${size}, expected ${expected}${typeof wanted === 'string' ? ` ("${wanted}")` : ''}`;
    }
    if (typeof wanted === 'string' && typeof size === 'number') bindings.set(wanted, size);
  }
  return undefined;
}

const sizeOf = (dimension: Dimension, bindings: Bindings) =>
  typeof dimension === 'number' ? dimension : bindings.get(dimension);

import type { Model, ModelCard } from '@expgraph/sdk';

/**
 * Returns the card of a model with the input of its network, as the exported files declare it: data type and fixed
 * sizes.
 */
export function exportedCard({ network, card }: Model): ModelCard {
  const [{ shape, dtype }] = network.inputs;
  const named = shape.map((size, axis) => size ?? nameOf(card.input.shape?.[axis], axis));
  return { ...card, input: { ...card.input, dtype: dtype as 'float32' | 'int32', shape: named } };
}

const nameOf = (known: number | string | undefined, axis: number) =>
  typeof known === 'string' ? known : axis === 0 ? 'batch' : `axis${axis}`;

import { Type } from '@expgraph/sdk';

interface IntervalOptions {
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly default?: readonly [number, number];
  readonly description?: string;
}

/** Schema of `[lowest, highest]`. The node checks their order, which a schema cannot. */
export const interval = ({ description, default: byDefault, ...bounds }: IntervalOptions) =>
  Type.Unsafe<readonly [number, number]>({
    type: 'array',
    items: { type: 'number', ...bounds },
    minItems: 2,
    maxItems: 2,
    ...(description && { description }),
    ...(byDefault && { default: byDefault }),
  });

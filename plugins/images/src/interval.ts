import { Type } from '@expgraph/sdk';

interface IntervalOptions {
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly default?: readonly [number, number];
  readonly description?: string;
}

/** `[lowest, highest]`. That they are in order is for the node to check: a schema can not. */
export const interval = ({ description, default: byDefault, ...bounds }: IntervalOptions) =>
  Type.Unsafe<readonly [number, number]>({
    type: 'array',
    items: { type: 'number', ...bounds },
    minItems: 2,
    maxItems: 2,
    ...(description && { description }),
    ...(byDefault && { default: byDefault }),
  });

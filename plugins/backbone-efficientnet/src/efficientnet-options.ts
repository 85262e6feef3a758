import { Type } from '@expgraph/sdk';

/** Returns the options of these networks besides those of all backbones. */
export const efficientNetOptions = (dropoutRate: number) => ({
  dropConnectRate: Type.Number({
    minimum: 0,
    exclusiveMaximum: 1,
    default: 0.2,
    description:
      'Fraction of examples that skip the last block in training, 0 to 1; lower blocks are skipped less often.',
  }),
  dropoutRate: Type.Number({
    minimum: 0,
    exclusiveMaximum: 1,
    default: dropoutRate,
    description: 'Fraction of units to drop before the top, 0 to 1.',
  }),
});

export interface EfficientNetOptions {
  readonly dropConnectRate: number;
  readonly dropoutRate: number;
}

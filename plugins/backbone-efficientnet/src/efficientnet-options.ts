import { Type } from '@expgraph/sdk';

/** What these networks have besides the options of all backbones. */
export const efficientNetOptions = (dropoutRate: number) => ({
  dropConnectRate: Type.Number({
    minimum: 0,
    exclusiveMaximum: 1,
    default: 0.2,
    description: 'Share of examples for which the last block is left out in training; less for those below it.',
  }),
  dropoutRate: Type.Number({
    minimum: 0,
    exclusiveMaximum: 1,
    default: dropoutRate,
    description: 'Dropout before the top.',
  }),
});

export interface EfficientNetOptions {
  readonly dropConnectRate: number;
  readonly dropoutRate: number;
}

import { type LayerSpec, Type } from '@expgraph/sdk';

/** What a stack of dense layers is made from. `units`: those of the layers below the last one, where nothing is said. */
export const denseOptions = (units: readonly number[]) => ({
  units: Type.Array(Type.Integer({ minimum: 1 }), {
    default: [...units],
    description: 'Units of the hidden layers, for example [128].',
  }),
  activation: Type.Choice(['relu', 'elu', 'selu', 'tanh', 'sigmoid'], {
    default: 'relu',
    description: 'Activation function of the hidden layers.',
  }),
  dropout: Type.Number({
    minimum: 0,
    exclusiveMaximum: 1,
    default: 0,
    description: 'Fraction of the inputs of each dense layer to drop in training, 0 to 1.',
  }),
});

/** What a head is made from. */
export const headOptions = () => ({
  pooling: Type.Choice(['average', 'max'], {
    default: 'average',
    description:
      'How the positions of a feature map or the timesteps of a sequence become a vector; avg skips masked timesteps.',
  }),
  ...denseOptions([]),
});

/** The layers that `applyClassifier` adds, with so many dense ones below the last. */
export function* denseLayers(depth: number, dropout: boolean): Generator<LayerSpec> {
  for (let index = 1; index <= depth + 1; index += 1) {
    if (dropout) yield { name: `head_dropout_${index}`, kind: 'Dropout' };
    yield { name: index > depth ? 'predictions' : `head_dense_${index}`, kind: 'Dense' };
  }
}

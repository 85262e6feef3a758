import { type LayerSpec, Type } from '@expgraph/sdk';

/**
 * Returns the options of a stack of dense layers.
 * @param units Default units of the hidden layers.
 */
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

/** Returns the options of a head. */
export const headOptions = () => ({
  pooling: Type.Choice(['average', 'max'], {
    default: 'average',
    description:
      'How the positions of a feature map or the timesteps of a sequence become a vector; average skips masked timesteps.',
  }),
  ...denseOptions([]),
});

/** Yields the specs of the layers that `applyHead` adds, with `depth` hidden layers. */
export function* denseLayers(depth: number, dropout: boolean): Generator<LayerSpec> {
  for (let index = 1; index <= depth + 1; index += 1) {
    if (dropout) yield { name: `head_dropout_${index}`, kind: 'Dropout' };
    yield { name: index > depth ? 'predictions' : `head_dense_${index}`, kind: 'Dense' };
  }
}

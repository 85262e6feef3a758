import {
  type Component,
  component,
  type Dimension,
  type Random,
  type Static,
  type TensorSpec,
  type TObject,
  type TProperties,
  Type,
} from '@expgraph/sdk';
import type { layers } from '@tensorflow/tfjs';

/** A layer that a sequential model can have, with the options of its own. */
export interface LayerDeclaration<Options extends TProperties> {
  /** Keras' name of it, in kebab-case, and in snake_case the first name of the layer: `max-pooling2d`. */
  readonly type: string;
  /** Keras' class name. */
  readonly kind: string;
  readonly description: string;
  readonly options: Options;
  /** It takes any one of these, with names for sizes that may be any; left out, numbers of any shape. */
  readonly takes?: readonly TensorSpec[];
  /** The shape of what comes out for what goes in; left out, the same. */
  gives?(config: Static<TObject<Options>>, takes: readonly Dimension[]): readonly Dimension[];
  /** Makes the layer. Its weights are drawn from `random`. */
  make(config: Static<TObject<Options>>, name: string, random: Random, takes: TensorSpec): Promise<layers.Layer>;
}

/** The component of a layer, with an option for its name. */
export function layerComponent<Options extends TProperties>(
  declaration: LayerDeclaration<Options>,
): Component<'layer'> {
  const { type, kind, description, options, takes } = declaration;
  const name = Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_.-]+$', description: 'Name of the layer.' }));
  return component({
    ...{ kind: 'layer', type, description },
    config: Type.Object({ ...options, name }),
    create(given) {
      const { name, ...rest } = given as { readonly name?: string };
      const config = rest as Static<TObject<Options>>;
      return {
        ...{ kind, name, takes },
        gives: (shape) => declaration.gives?.(config, shape) ?? shape,
        make: (named, random, input) => declaration.make(config, named, random, input),
      };
    },
  }) as unknown as Component<'layer'>;
}

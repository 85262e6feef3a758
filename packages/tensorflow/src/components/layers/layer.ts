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
import type { Tfjs } from '../../tfjs.js';
import { declareLayer } from './declared-layers.js';
import type { LayerExport } from './layer-export.js';

/** Context for building a layer. */
export interface BuildContext {
  readonly name: string;
  /** Source of the initial weights. */
  readonly random: Random;
  /** The layer's input. */
  readonly input: TensorSpec;
  readonly tf: Tfjs;
}

/** A layer: its options, shape inference, factory and export. */
export interface LayerDeclaration<Options extends TProperties> {
  /** Keras' name in kebab-case, `max-pooling2d`. In snake_case it is the default name of the layer. */
  readonly type: string;
  /** Class name of the built layer, which Keras and tfjs write into files. */
  readonly kind: string;
  readonly description: string;
  readonly options: Options;
  /** Inputs that the layer accepts, with names for sizes that may vary; default: `float32` of any shape. */
  readonly accepts?: readonly TensorSpec[];
  /** Returns the output's shape for an input's shape; default: the same shape. */
  outputShape?(config: Static<TObject<Options>>, input: readonly Dimension[]): readonly Dimension[];
  /** Builds the layer. */
  build(config: Static<TObject<Options>>, context: BuildContext): layers.Layer | Promise<layers.Layer>;
  /** Registers the layer's class with `tf.serialization`, so that saved models with the layer can be loaded. */
  load?(): Promise<unknown>;
  /** How files of other programs express the layer; default: only graph formats can export it. */
  readonly exports?: LayerExport;
}

/** A layer of a sequential model with its options, whose shapes are known before a run. */
export interface SequentialLayer {
  readonly kind: string;
  /** Default: the type and a counter, as Keras names layers. */
  readonly name?: string;
  readonly accepts?: readonly TensorSpec[];
  outputShape(input: readonly Dimension[]): readonly Dimension[];
  build(context: Omit<BuildContext, 'tf'>): Promise<layers.Layer>;
}

declare module '@expgraph/sdk' {
  interface ComponentKinds {
    layer: SequentialLayer;
  }
}

/** Declares a layer. Returns its component, which has an option `name` as well. */
export function layer<Options extends TProperties>(declaration: LayerDeclaration<Options>): Component<'layer'> {
  const { type, kind, description, options, accepts } = declaration;
  declareLayer(declaration);
  const name = Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_.-]+$', description: 'Name of the layer.' }));
  return component({
    kind: 'layer',
    type,
    description,
    config: Type.Object({ ...options, name }),
    create(given): SequentialLayer {
      const { name, ...rest } = given as { readonly name?: string };
      const config = rest as Static<TObject<Options>>;
      return {
        kind,
        name,
        accepts,
        outputShape: (shape) => declaration.outputShape?.(config, shape) ?? shape,
        build: async (context) => declaration.build(config, { ...context, tf: (await import('../../tfjs.js')).tf }),
      };
    },
  }) as unknown as Component<'layer'>;
}

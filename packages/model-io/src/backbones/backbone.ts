import {
  type Infer,
  inject,
  type ModelSpec,
  model,
  type NamedWeights,
  type NodeClass,
  node,
  Random,
  type Run,
  Sources,
  type Static,
  type TObject,
  type TProperties,
  Type,
  type ValueRange,
} from '@expgraph/sdk';
import { layerSpec, TensorFlow } from '@expgraph/tensorflow';
import type { tf } from '@expgraph/tensorflow/tfjs';
import { type BackboneConfig, backboneOptions } from './backbone-options.js';
import { Blueprint, type Features } from './blueprint.js';
import { inputTooSmall } from './messages.js';
import { namesOf, type OptionLimits, weightsSource } from './weights-source.js';

/** Gives a network the weights of a file that is not in Keras' layout. */
export type WeightReader = (network: tf.LayersModel, path: string, source: string) => Promise<void>;

/** A network that is made by one function, and the weights that there are of it. */
export interface Architecture<Options extends TProperties = TProperties> {
  /** In the card of the model: `resnet50`. The node is `backbone/resnet50`. */
  readonly name: string;
  /** One sentence, with the paper. */
  readonly description: string;
  /** Of the images that it takes. */
  readonly range: ValueRange;
  readonly inputSize: readonly [number, number];
  readonly minimumSize: number;
  /** Options besides those that every backbone has. */
  readonly options?: Options;
  readonly weights: readonly NamedWeights[];
  /** The name that `weights` has by default; default `none`, since most weights come from a host that not everybody reaches. */
  readonly defaultWeights?: string;
  /** Which file of named weights a config needs, where there are several. */
  variant?(config: BackboneConfig & Static<TObject<Options>>, name: string): string;
  /** Values of options that named weights are published for. Where `variant` is none of them, the error is at the option and tells these. */
  limits?(config: BackboneConfig & Static<TObject<Options>>, name: string): OptionLimits;
  /** Writes the layers of the network, and says which is the last. */
  build(blueprint: Blueprint, config: BackboneConfig & Static<TObject<Options>>): Features;
  /** Who reads a file that is not in Keras' layout: by the name of the weights, or the ending of the file. */
  readonly readers?: Readonly<Record<string, () => Promise<WeightReader>>>;
}

/** The node of an architecture. It is known without TensorFlow.js: layers, shapes and weights are checked before anything runs. */
export function backbone<Options extends TProperties>(architecture: Architecture<Options>): NodeClass {
  const { name, description, range, inputSize, minimumSize, weights, defaultWeights = 'none', options } = architecture;
  type Config = BackboneConfig & Static<TObject<Options>>;
  const sourceOf = (config: Config) =>
    weightsSource(config, {
      all: weights,
      variant: (named) => architecture.variant?.(config, named),
      limits: (named) => architecture.limits?.(config, named) ?? {},
    });
  const inputOf = (config: Config) => ({ dtype: 'float32', shape: ['batch', ...config.inputSize, 3], range }) as const;

  @node(`backbone/${name}`)
  class Backbone {
    static readonly description = description;
    static readonly inputs = {};
    static readonly outputs = { model: model() };
    static readonly weights = weights;
    static readonly config = Type.Object({
      ...backboneOptions({ inputSize, minimumSize, weights: defaultWeights, names: namesOf(weights) }),
      ...options,
    });

    constructor(
      @inject(TensorFlow) private readonly tensorflow: TensorFlow,
      @inject(Random) private readonly random: Random,
      @inject(Sources) private readonly sources: Sources,
    ) {}

    static infer({ config: given }: Infer<typeof Backbone>): { model: ModelSpec } {
      const config = given as Config;
      if (Math.min(...config.inputSize) < minimumSize) throw inputTooSmall(config.inputSize, minimumSize);
      sourceOf(config);
      const blueprint = new Blueprint(config.inputSize);
      const output = architecture.build(blueprint, config);
      return {
        model: {
          kind: 'model',
          input: inputOf(config),
          output: { dtype: 'float32', shape: ['batch', ...output.shape] },
          layers: blueprint
            .layersTo(output)
            .map(({ kind, name, options, inputs }) => layerSpec(kind, name, options, inputs)),
        },
      };
    }

    async run({ config: given, signal }: Run<typeof Backbone>) {
      const config = given as Config;
      await this.tensorflow.start();
      const [{ buildNetwork }, { loadWeights }] = await Promise.all([
        import('./build-network.js'),
        import('./load-weights.js'),
      ]);
      const blueprint = new Blueprint(config.inputSize);
      const source = sourceOf(config);
      const output = architecture.build(blueprint, config);
      const network = buildNetwork(name, blueprint, output, source === undefined ? this.random : undefined);
      try {
        if (source !== undefined) {
          const { path } = await this.sources.resolve(source, { signal });
          await loadWeights(network, { path, source, name: config.weights }, architecture.readers);
        }
      } catch (error) {
        network.dispose();
        throw error;
      }
      return { model: { network, card: { architecture: name, weights: config.weights, input: inputOf(config) } } };
    }
  }

  return Backbone as unknown as NodeClass;
}

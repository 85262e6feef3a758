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

/** Loads weights into a network from a file that is not in Keras' layout. */
export type WeightReader = (network: tf.LayersModel, path: string, source: string) => Promise<void>;

/** An architecture: a function that builds its layers, and its published weights. */
export interface Architecture<Options extends TProperties = TProperties> {
  /** Name in the model card, such as `resnet50`. The node is `backbone/resnet50`. */
  readonly name: string;
  /** One sentence that cites the paper. */
  readonly description: string;
  /** Value range of the input images. */
  readonly range: ValueRange;
  readonly inputSize: readonly [number, number];
  readonly minimumSize: number;
  /** Options besides the shared ones. */
  readonly options?: Options;
  readonly weights: readonly NamedWeights[];
  /** Default of `weights`; `none` if not given, because some networks cannot reach the host of most weights. */
  readonly defaultWeights?: string;
  /** Returns the variant of named weights for a config, if there are several files. */
  variant?(config: BackboneConfig & Static<TObject<Options>>, name: string): string;
  /**
   * Returns option values for which named weights exist. If the `variant` has no file, the error points at the option
   * and lists these values.
   */
  limits?(config: BackboneConfig & Static<TObject<Options>>, name: string): OptionLimits;
  /** Adds the layers of the network to the blueprint and returns the last one. */
  build(blueprint: Blueprint, config: BackboneConfig & Static<TObject<Options>>): Features;
  /** Readers for files that are not in Keras' layout, by the name of the weights or by file extension. */
  readonly readers?: Readonly<Record<string, () => Promise<WeightReader>>>;
}

/**
 * Returns the node class of an architecture. Layers, shapes and weights are checked before a run, without
 * TensorFlow.js.
 */
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

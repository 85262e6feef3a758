import {
  type Dimension,
  dataset,
  type Infer,
  inject,
  type Model,
  type ModelSpec,
  model,
  type NodeClass,
  node,
  optional,
  Random,
  type Run,
  SOURCE,
  Sources,
  type Static,
  type TensorSpec,
  type TObject,
  type TProperties,
  Type,
} from '@expgraph/sdk';
import { layer as declareLayer, initialWeights, layerSpec, TensorFlow } from '@expgraph/tensorflow';
import type { tf } from '@expgraph/tensorflow/tfjs';
import { freeName } from './free-name.js';
import { bothInputs, maskOfModel, noInput, notSequences } from './messages.js';

type Config<Options extends TProperties> = Static<TObject<Options>>;

/** A recurrent layer: its options, its shape inference before a run, and its factory. */
export interface RecurrentLayer<Options extends TProperties> {
  /** Last part of the node's type, and default name of the layer. */
  readonly name: string;
  readonly description: string;
  /** Keras' class name. */
  readonly kind: string;
  readonly options: Options;
  /** Input shape, with names for sizes that may vary. */
  readonly accepts: readonly Dimension[];
  /** Returns the output's shape for an input's shape. */
  outputShape(config: Config<Options>, input: readonly Dimension[]): readonly Dimension[];
  /** Builds the layer, with weights drawn from `random`. */
  build(config: Config<Options>, name: string, random: Random): Promise<tf.layers.Layer>;
}

/** Declares a recurrent layer; the types are inferred from its options. */
export const recurrentLayer = <Options extends TProperties>(layer: RecurrentLayer<Options>): RecurrentLayer<Options> =>
  layer;

/** Returns the layer as a component of a sequential model. */
export const recurrentComponent = <Options extends TProperties>({
  name: type,
  ...recurrent
}: RecurrentLayer<Options>) =>
  declareLayer({
    type,
    kind: recurrent.kind,
    description: recurrent.description,
    options: recurrent.options,
    accepts: [{ dtype: 'float32', shape: recurrent.accepts }],
    outputShape: recurrent.outputShape,
    build: (config, { name, random }) => recurrent.build(config, name, random),
  });

const common = {
  maskValue: Type.Optional(
    Type.Number({ description: 'Value of the features of masked timesteps, which the layer skips.' }),
  ),
  weights: Type.Source({
    [SOURCE]: { except: ['none'] },
    default: 'none',
    description:
      'Source of weights for all layers of the model so far, such as a .h5 or .keras file of Keras; none: initial weights.',
  }),
};

/** Returns the node that adds a recurrent layer to a model, or starts a model with it. */
export function recurrentNode<Options extends TProperties>(layer: RecurrentLayer<Options>): NodeClass {
  type Own = Config<Options> & Static<TObject<typeof common>>;

  @node(`rnn/${layer.name}`)
  class Recurrent {
    static readonly description = layer.description;
    static readonly inputs = {
      model: optional(
        model({ description: 'Model whose output is sequences, such as an embedding or another recurrent layer.' }),
      ),
      data: optional(
        dataset({ description: 'Dataset of sequences, to start a model with this layer; only the shape is read.' }),
      ),
    };
    static readonly outputs = { model: model() };
    static readonly config = Type.Object({ ...layer.options, ...common });

    constructor(
      @inject(TensorFlow) private readonly tensorflow: TensorFlow,
      @inject(Random) private readonly random: Random,
      @inject(Sources) private readonly sources: Sources,
    ) {}

    static infer({ inputs, config }: Infer<typeof Recurrent>): { model: ModelSpec } {
      const own = config as unknown as Own;
      if (inputs.model && own.maskValue !== undefined) throw maskOfModel();
      const { from, input } = sourceOf(inputs.model, inputs.model?.output, inputs.data, inputs.data?.features);
      const before = inputs.model ?? beginning(inputs.data?.features, own.maskValue);
      if (input?.shape) checkSequences(input, layer.accepts, from);
      const name = freeName(layer.name, before.layers?.map((each) => each.name) ?? []);
      const output = { dtype: 'float32', shape: layer.outputShape(own, input?.shape ?? layer.accepts) } as const;
      return {
        model: { ...before, output, layers: before.layers && [...before.layers, layerSpec(layer.kind, name, own)] },
      };
    }

    async run({ inputs, config, signal }: Run<typeof Recurrent>): Promise<{ model: Model }> {
      const own = config as unknown as Own;
      const { from } = sourceOf(inputs.model, undefined, inputs.data, undefined);
      await this.tensorflow.start();
      const { addLayer, startModel } = await import('./add-layer.js');
      const before = inputs.model ?? startModel(inputs.data?.spec.features as TensorSpec, own.maskValue);
      checkSequences(outputOf(before), layer.accepts, from);
      const name = freeName(
        layer.name,
        before.network.layers.map((each) => each.name),
      );
      const made = await layer.build(own, name, initialWeights(this.random, name));
      const whole = addLayer(before, made, inputs.model !== undefined);
      if (own.weights === 'none') return { model: whole };
      const { path } = await this.sources.resolve(own.weights, { signal });
      const { assignWeights, readWeights } = await import('@expgraph/model-io/weights');
      assignWeights(whole.network, await readWeights(path, own.weights), own.weights);
      return { model: { ...whole, card: { ...whole.card, weights: own.weights } } };
    }
  }

  // Sets the class name, by which messages and test lists identify nodes.
  return Object.defineProperty(Recurrent, 'name', { value: className(layer.name) }) as unknown as NodeClass;
}

/** Converts `conv-lstm` to `ConvLstm`. */
const className = (name: string) => name.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Returns the connected one of the two inputs. */
function sourceOf(given: unknown, output: TensorSpec | undefined, data: unknown, features: TensorSpec | undefined) {
  if (given && data) throw bothInputs();
  if (given) return { from: 'model', input: output };
  if (data) return { from: 'data', input: features };
  throw noInput();
}

/** Returns the spec of a new model before its recurrent layer. */
function beginning(features: TensorSpec | undefined, maskValue: number | undefined): ModelSpec {
  const masking = maskValue === undefined ? [] : [layerSpec('Masking', 'masking', { maskValue })];
  return { kind: 'model', input: features, layers: [{ name: 'input', kind: 'InputLayer' }, ...masking] };
}

function checkSequences(found: TensorSpec, takes: readonly Dimension[], from: string): void {
  if (found.shape?.length !== takes.length || found.dtype === 'int32') throw notSequences(found, takes, from);
}

function outputOf({ network, card }: Model): TensorSpec {
  const [{ shape }] = network.outputs;
  const dtype = network.layers.length === 1 ? card.input.dtype : 'float32';
  return { dtype, shape: shape.map((size, axis) => size ?? (axis === 0 ? 'batch' : 'time')) };
}

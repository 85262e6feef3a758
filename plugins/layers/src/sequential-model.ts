import {
  type ComponentConfig,
  Components,
  type DatasetSpec,
  dataset,
  type Infer,
  inject,
  type MakeComponent,
  model,
  node,
  type OutputSpecs,
  type Outputs,
  Random,
  type Run,
  SOURCE,
  Sources,
  type TensorSpec,
  Type,
} from '@expgraph/sdk';
import { layerSpec, type SequentialLayer, TensorFlow } from '@expgraph/tensorflow';
import { shapeUnknown } from './messages.js';
import { type PlannedLayer, planLayers } from './sequential/plan-layers.js';

/** Linear stack of layers, like Keras' `Sequential`. */
@node('model/sequential')
export class SequentialModel {
  static readonly description = 'Build a linear stack of layers for the features of a dataset.';
  static readonly inputs = {
    data: dataset({ description: 'Dataset whose shape and classes the model is for.' }),
  };
  static readonly outputs = { model: model() };
  static readonly config = Type.Object({
    layers: Type.Array(Type.Component('layer'), {
      minItems: 1,
      description: 'Layers from the first to the last, for example [{ type: flatten }, { type: dense, units: 64 }].',
    }),
    weights: Type.Source({
      [SOURCE]: { except: ['none'] },
      default: 'none',
      description: 'Source of weights for all layers, such as a .h5 or .keras file of Keras; none: initial weights.',
    }),
  });

  constructor(
    @inject(TensorFlow) private readonly tensorflow: TensorFlow,
    @inject(Random) private readonly random: Random,
    @inject(Sources) private readonly sources: Sources,
    @inject(Components) private readonly components: Components,
  ) {}

  static infer(
    { inputs, config }: Infer<typeof SequentialModel>,
    make: MakeComponent,
  ): OutputSpecs<typeof SequentialModel> {
    const { features = {} } = inputs.data;
    // Components of layers are created synchronously.
    const layers = config.layers.map((each) => ({ type: each.type, layer: make('layer', each) as SequentialLayer }));
    const planned = planLayers(features, layers);
    const output = outputOf(planned);
    const specs = planned.map(({ name, layer: { kind } }, index) => layerSpec(kind, name, config.layers[index]));
    return {
      model: {
        kind: 'model',
        input: features,
        output,
        layers: [{ name: 'input', kind: 'InputLayer' }, ...specs],
        classes: classesOf(inputs.data, inputs.data.label?.classes, output),
      },
    };
  }

  async run({ inputs, config, signal }: Run<typeof SequentialModel>): Promise<Outputs<typeof SequentialModel>> {
    const { spec, classes } = inputs.data;
    const { features } = spec;
    if (!features?.shape) throw shapeUnknown();
    await this.tensorflow.start();
    const planned = planLayers(features, await Promise.all(config.layers.map((each) => this.create(each))));
    const { buildSequential } = await import('./sequential/build-sequential.js');
    const network = await buildSequential(features, planned, this.random);
    try {
      await this.load(network, config.weights, signal);
    } catch (error) {
      network.dispose();
      throw error;
    }
    const card = { architecture: 'sequential', input: { ...features }, weights: config.weights };
    return { model: { network, card: { ...card, classes: classesOf(spec, classes, outputOf(planned)) } } };
  }

  private async create(config: ComponentConfig) {
    return { type: config.type, layer: await this.components.create('layer', config) };
  }

  private async load(
    network: import('@expgraph/tensorflow/tfjs').tf.LayersModel,
    weights: string,
    signal: AbortSignal,
  ) {
    if (weights === 'none') return;
    const { path } = await this.sources.resolve(weights, { signal });
    const { assignWeights, readWeights } = await import('@expgraph/model-io/weights');
    assignWeights(network, await readWeights(path, weights), weights);
  }
}

const outputOf = (layers: readonly PlannedLayer[]) => (layers.at(-1) as PlannedLayer).output;

/** Returns the classes of the data if the model has an output for each; otherwise a head adds them. */
function classesOf({ label }: DatasetSpec, classes: readonly string[] | undefined, { shape }: TensorSpec) {
  if (!classes || label?.encoding === 'number' || shape?.length !== (label?.encoding === 'tags' ? 3 : 2))
    return undefined;
  return shape.at(-1) === classes.length ? classes : undefined;
}

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

/** A network of layers one after the other, as Keras' `Sequential`. */
@node('model/sequential')
export class SequentialModel {
  static readonly description = 'Makes a network of layers one after the other, for the features of a data set.';
  static readonly inputs = {
    data: dataset({ description: 'Says what shape the features have, and which classes there are.' }),
  };
  static readonly outputs = { model: model() };
  static readonly config = Type.Object({
    layers: Type.Array(Type.Component('layer'), {
      minItems: 1,
      description: 'From the first to the last, for example [{ type: flatten }, { type: dense, units: 64 }].',
    }),
    weights: Type.Source({
      [SOURCE]: { except: ['none'] },
      default: 'none',
      description: 'none, or a source of weights for all layers, such as a .h5 or .keras of Keras.',
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
    // What a layer says of itself is there at once.
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

const outputOf = (layers: readonly PlannedLayer[]) => (layers.at(-1) as PlannedLayer).gives;

/** The classes of the data, where the model gives a number for each: where it does not, a head does. */
function classesOf({ label }: DatasetSpec, classes: readonly string[] | undefined, { shape }: TensorSpec) {
  if (!classes || label?.encoding === 'number' || shape?.length !== (label?.encoding === 'tags' ? 3 : 2))
    return undefined;
  return shape.at(-1) === classes.length ? classes : undefined;
}

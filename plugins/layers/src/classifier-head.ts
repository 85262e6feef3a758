import {
  type DatasetSpec,
  dataset,
  type Infer,
  inject,
  type ModelSpec,
  model,
  node,
  type OutputSpecs,
  type Outputs,
  Random,
  type Run,
  Type,
} from '@expgraph/sdk';
import { TensorFlow } from '@expgraph/tensorflow';
import { noClasses, notFeatures } from './messages.js';

/** Puts a classifier on a backbone: global average pooling, dense layers with dropout, and one probability a class. */
@node('head/classifier')
export class ClassifierHead {
  static readonly description = 'Puts pooling, dense layers and one probability a class on a backbone.';
  static readonly inputs = {
    model: model({ description: 'A backbone that ends in feature maps or feature vectors.' }),
    data: dataset({ label: 'class', description: 'Its classes are those of the head; its features are not read.' }),
  };
  static readonly outputs = { model: model() };
  static readonly config = Type.Object({
    units: Type.Array(Type.Integer({ minimum: 1 }), {
      default: [],
      description: 'Units of the dense layers below the last one, for example [128].',
    }),
    activation: Type.Choice(['relu', 'elu', 'selu', 'tanh', 'sigmoid'], {
      default: 'relu',
      description: 'Activation of those layers.',
    }),
    dropout: Type.Number({
      minimum: 0,
      exclusiveMaximum: 1,
      default: 0,
      description: 'Share of the inputs of each dense layer that is dropped while training.',
    }),
  });

  constructor(
    @inject(TensorFlow) private readonly tensorflow: TensorFlow,
    @inject(Random) private readonly random: Random,
  ) {}

  static infer({ inputs, config }: Infer<typeof ClassifierHead>): OutputSpecs<typeof ClassifierHead> {
    return { model: withHead(inputs.model, inputs.data, config.units.length, config.dropout > 0) };
  }

  async run({ inputs, config }: Run<typeof ClassifierHead>): Promise<Outputs<typeof ClassifierHead>> {
    await this.tensorflow.start();
    const { addClassifier } = await import('./add-classifier.js');
    const { classes } = inputs.data;
    if (classes.length < 2) throw noClasses(classes);
    return { model: addClassifier(inputs.model, { ...config, classes, random: this.random }) };
  }
}

function withHead(backbone: ModelSpec, data: DatasetSpec, depth: number, dropout: boolean): ModelSpec {
  const rank = backbone.output?.shape?.length;
  if (backbone.output && rank !== undefined && rank !== 4 && rank !== 2) throw notFeatures(backbone.output);
  const classes = data.label?.classes;
  if (classes && classes.length < 2) throw noClasses(classes);
  return {
    ...backbone,
    classes,
    output: { dtype: 'float32', shape: ['batch', classes?.length ?? 'classes'] },
    layers: backbone.layers && rank ? [...backbone.layers, ...headLayers(rank, depth, dropout)] : undefined,
  };
}

function* headLayers(rank: number, depth: number, dropout: boolean) {
  if (rank === 4) yield { name: 'avg_pool', kind: 'GlobalAveragePooling2D' };
  for (let index = 1; index <= depth + 1; index += 1) {
    if (dropout) yield { name: `head_dropout_${index}`, kind: 'Dropout' };
    yield { name: index > depth ? 'predictions' : `head_dense_${index}`, kind: 'Dense' };
  }
}

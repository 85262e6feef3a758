import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Dataset,
  dataset,
  type Infer,
  inject,
  Logger,
  type Model,
  model,
  NodeFolders,
  node,
  type OutputSpecs,
  type Outputs,
  type Predictions,
  Progress,
  predictions,
  type Run,
  Tracker,
  Type,
} from '@expgraph/sdk';
import { TensorFlow } from '@expgraph/tensorflow';
import { checkFeatures, checkSteps, outputOf } from './check-data.js';
import { noHead } from './messages.js';
import { numbersTable, topClassesTable } from './predictions-table.js';

type PredictOptions = Parameters<typeof import('@expgraph/tensorflow/training').predictModel>[2];

/** Predicts classes or numbers for unlabeled examples. */
@node('predict')
export class Predict {
  static readonly description =
    'Predict the classes (or numbers) of the examples of a dataset, or of each timestep. Labels are not used.';
  static readonly inputs = { model: model(), data: dataset() };
  static readonly outputs = {
    predictions: predictions({ description: 'Scores of every example or timestep, with the label -1.' }),
  };
  static readonly config = Type.Object({
    batchSize: Type.Integer({
      minimum: 1,
      default: 32,
      description: 'Number of examples per batch. It does not change the result unless the model is stateful.',
    }),
    top: Type.Integer({
      minimum: 1,
      default: 5,
      description:
        'Number of best classes of each example or timestep in kept/<node>/top/predictions.csv of the run. Numbers are in their original scale.',
    }),
  });

  constructor(
    @inject(TensorFlow) private readonly tensorflow: TensorFlow,
    @inject(Progress) private readonly progress: Progress,
    @inject(NodeFolders) private readonly folders: NodeFolders,
    @inject(Tracker) readonly tracker: Tracker,
    @inject(Logger) readonly logger: Logger,
  ) {}

  static infer({ inputs }: Infer<typeof Predict>): OutputSpecs<typeof Predict> {
    checkFeatures('data', inputs.data, inputs.model);
    const { output } = inputs.model;
    if (output?.shape && output.shape.length > 3) throw noHead(output);
    if (output?.shape?.length === 3) checkSteps('data', inputs.data, output);
    return { predictions: { kind: 'predictions' } };
  }

  async run({ inputs, config, signal }: Run<typeof Predict>): Promise<Outputs<typeof Predict>> {
    const { data } = inputs;
    const { network, card } = inputs.model;
    // The input of a model from a file is unknown before it is loaded.
    checkFeatures('data', data.spec, { kind: 'model', input: card.input });
    const output = outputOf(inputs.model);
    const { batchSize, top } = config;
    const options = { batchSize, progress: this.progress, signal };
    const isOne = network.outputs.length === 1;
    let found: Predictions;
    if (isOne && output.shape?.length === 2) {
      await this.tensorflow.start();
      found = await this.examples(inputs.model, data, options);
    } else if (isOne && output.shape?.length === 3 && card.classes) {
      checkSteps('data', data.spec, output);
      await this.tensorflow.start();
      const { predictSteps } = await import('@expgraph/tensorflow/training');
      found = { ...(await predictSteps(inputs.model, data, options)), classes: card.classes };
    } else throw noHead(output);
    const { reportNonFinite } = await import('@expgraph/tensorflow/training');
    reportNonFinite(found.scores, output.shape.at(-1) as number, this);
    const isNumber = !card.classes && output.shape.length === 2 && output.shape[1] === 1;
    const table = isNumber ? numbersTable(found, card.numbers?.scaling) : topClassesTable(found, top);
    await this.folders.write('top', (folder) => writeFile(join(folder, 'predictions.csv'), table));
    return { predictions: found };
  }

  private async examples(model: Model, data: Dataset, options: PredictOptions): Promise<Predictions> {
    const [{ predictModel }, { IMAGENET_CLASSES }] = await Promise.all([
      import('@expgraph/tensorflow/training'),
      import('@expgraph/model-io/codec'),
    ]);
    const count = model.network.outputs[0].shape[1] as number;
    const unnamed = count === 1 ? ['value'] : Array.from({ length: count }, (_, index) => `class ${index}`);
    return {
      classes: model.card.classes ?? (count === IMAGENET_CLASSES.length ? IMAGENET_CLASSES : unnamed),
      labels: new Int32Array(data.size).fill(-1),
      scores: await predictModel(model, data, options),
      names: Array.from({ length: data.size }, (_, index) => data.name(index)),
    };
  }
}

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  dataset,
  type Infer,
  inject,
  model,
  NodeFolders,
  node,
  type OutputSpecs,
  type Outputs,
  Progress,
  predictions,
  type Run,
  Type,
} from '@expgraph/sdk';
import { TensorFlow } from '@expgraph/tensorflow';
import { checkFeatures, checkOutput, outputOf } from './check-data.js';
import { noHead } from './messages.js';
import { topClassesTable } from './top-classes.js';

/** Scores examples whose classes are not known. */
@node('predict')
export class Predict {
  static readonly description =
    'Says which classes the examples of a data set are of. Labels, where there are any, are not used.';
  static readonly inputs = { model: model(), data: dataset() };
  static readonly outputs = {
    predictions: predictions({ description: 'Scores of every example; its label is -1.' }),
  };
  static readonly config = Type.Object({
    batchSize: Type.Integer({
      minimum: 1,
      default: 32,
      description: 'Examples at a time; the result is the same, unless the model is stateful.',
    }),
    top: Type.Integer({
      minimum: 1,
      default: 5,
      description: 'Best classes of each example in kept/<node>/top/predictions.csv of the run.',
    }),
  });

  constructor(
    @inject(TensorFlow) private readonly tensorflow: TensorFlow,
    @inject(Progress) private readonly progress: Progress,
    @inject(NodeFolders) private readonly folders: NodeFolders,
  ) {}

  static infer({ inputs }: Infer<typeof Predict>): OutputSpecs<typeof Predict> {
    checkFeatures('data', inputs.data, inputs.model);
    checkOutput(inputs.model.output);
    return { predictions: { kind: 'predictions' } };
  }

  async run({ inputs, config, signal }: Run<typeof Predict>): Promise<Outputs<typeof Predict>> {
    const { data } = inputs;
    const { network, card } = inputs.model;
    // What a model read from a file takes is not known before.
    checkFeatures('data', data.spec, { kind: 'model', input: card.input });
    const output = outputOf(inputs.model);
    if (network.outputs.length !== 1 || output.shape?.length !== 2) throw noHead(output);
    await this.tensorflow.start();
    const [{ predictModel }, { IMAGENET_CLASSES }] = await Promise.all([
      import('@expgraph/tensorflow/training'),
      import('@expgraph/tensorflow/model'),
    ]);
    const { batchSize, top } = config;
    const scores = await predictModel(inputs.model, data, { batchSize, progress: this.progress, signal });
    const count = output.shape[1] as number;
    const unnamed = Array.from({ length: count }, (_, index) => `class ${index}`);
    const found = {
      classes: card.classes ?? (count === IMAGENET_CLASSES.length ? IMAGENET_CLASSES : unnamed),
      labels: new Int32Array(data.size).fill(-1),
      scores,
      names: Array.from({ length: data.size }, (_, index) => data.name(index)),
    };
    await this.folders.write('top', (folder) =>
      writeFile(join(folder, 'predictions.csv'), topClassesTable(found, top)),
    );
    return { predictions: found };
  }
}

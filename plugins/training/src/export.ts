import { checkExport, EXPORT_FORMATS } from '@expgraph/model-io';
import {
  type Infer,
  inject,
  model,
  NodeFolders,
  node,
  type OutputSpecs,
  type Outputs,
  type Run,
  Type,
} from '@expgraph/sdk';
import { TensorFlow } from '@expgraph/tensorflow';

/** Writes a model for use elsewhere: each format is a folder below `kept/<node>` of each run that has the node. */
@node('export')
export class Export {
  static readonly description =
    'Writes a model for use elsewhere, below kept/<node> of the run, a folder for each format.';
  static readonly inputs = { model: model() };
  static readonly outputs = {};
  static readonly config = Type.Object({
    formats: Type.Array(Type.Choice(EXPORT_FORMATS), {
      minItems: 1,
      uniqueItems: true,
      default: ['keras', 'saved-model', 'tfjs-graph'],
      description:
        'keras: model.keras of Keras 3; h5: the older file of Keras; saved-model: of TensorFlow; tfjs-graph and tfjs-layers: model.json for the browser, to predict, and to train on.',
    }),
  });

  constructor(
    @inject(TensorFlow) private readonly tensorflow: TensorFlow,
    @inject(NodeFolders) private readonly folders: NodeFolders,
  ) {}

  static infer({ inputs, config }: Infer<typeof Export>): OutputSpecs<typeof Export> {
    const { layers } = inputs.model;
    if (layers) for (const format of config.formats) checkExport(format, layers);
    return {};
  }

  async run({ inputs, config, signal }: Run<typeof Export>): Promise<Outputs<typeof Export>> {
    await this.tensorflow.start();
    const [{ exportModel }, { layerSpecs }] = await Promise.all([
      import('@expgraph/model-io/export'),
      import('@expgraph/model-io/codec'),
    ]);
    // The layers of a model from files are not known before it is loaded.
    for (const format of config.formats) checkExport(format, layerSpecs(inputs.model.network));
    for (const format of config.formats) {
      signal.throwIfAborted();
      await this.folders.write(format, (folder) => exportModel(inputs.model, format, folder));
    }
    return {};
  }
}

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

/** Exports a model: each format is a folder in `kept/<node>` of each run that contains the node. */
@node('export')
export class Export {
  static readonly description = 'Export a model to kept/<node>/<format> of the run.';
  static readonly inputs = { model: model() };
  static readonly outputs = {};
  static readonly config = Type.Object({
    formats: Type.Array(Type.Choice(EXPORT_FORMATS), {
      minItems: 1,
      uniqueItems: true,
      default: ['keras', 'saved-model', 'tfjs-graph'],
      description:
        'keras: a .keras file (Keras 3); h5: the older Keras format; saved-model: TensorFlow SavedModel; tfjs-graph: model.json for prediction in the browser; tfjs-layers: model.json that can also be trained.',
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
    // The layers of a model from files are unknown before it is loaded.
    for (const format of config.formats) checkExport(format, layerSpecs(inputs.model.network));
    for (const format of config.formats) {
      signal.throwIfAborted();
      await this.folders.write(format, (folder) => exportModel(inputs.model, format, folder));
    }
    return {};
  }
}

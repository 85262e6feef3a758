import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { inject, model, node, type Outputs, type Run, Sources, Type } from '@expgraph/sdk';
import { TensorFlow } from '@expgraph/tensorflow';
import { notAModel, notLayers } from './messages.js';

/** Files of a saved model. */
const FILES = ['model.json', 'weights.bin', 'card.json'];

/** Loads a model saved by a run. */
@node('load/model')
export class LoadModel {
  static readonly description = 'Load a model of a run: models/<node>, kept/<node>/…, or a tfjs-layers export.';
  static readonly inputs = {};
  static readonly outputs = { model: model() };
  static readonly config = Type.Object({
    source: Type.Source({ description: 'Folder with model.json, weights.bin and card.json.' }),
  });

  constructor(
    @inject(TensorFlow) private readonly tensorflow: TensorFlow,
    @inject(Sources) private readonly sources: Sources,
  ) {}

  async run({ config, signal }: Run<typeof LoadModel>): Promise<Outputs<typeof LoadModel>> {
    const { path, isDirectory } = await this.sources.resolve(config.source, { signal });
    const folder = isDirectory ? path : dirname(path);
    const found = await readdir(folder);
    const missing = FILES.filter((name) => !found.includes(name));
    if (missing.length > 0) throw notAModel(config.source, missing, found);
    const { format } = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8')) as { format?: string };
    if (format !== 'layers-model') throw notLayers(config.source, String(format));
    await this.tensorflow.start();
    const { modelCodec } = await import('@expgraph/model-io/codec');
    return { model: await modelCodec.decode(folder) };
  }
}

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { className } from '@expgraph/data/labels';
import type { Codec, Model, ModelCard } from '@expgraph/sdk';
import { declaredLayer } from '@expgraph/tensorflow';
import '@expgraph/tensorflow/layers';
import { disposeModel } from '@expgraph/tensorflow/model';
import { tf } from '@expgraph/tensorflow/tfjs';
import { decodeOptimizerState, encodeOptimizerState } from '@expgraph/tensorflow/training';
import { layerSpecs } from './layer-specs.js';

const TOPOLOGY = 'model.json';
const WEIGHTS = 'weights.bin';
const CARD = 'card.json';
const OPTIMIZER = 'optimizer.bin';

interface ModelJson {
  readonly modelTopology: object;
  readonly weightsManifest: readonly { readonly weights: tf.io.WeightsManifestEntry[] }[];
}

/**
 * Stores models as `model.json` and `weights.bin` of TensorFlow.js, which `tf.loadLayersModel` reads in browsers,
 * together with the card and the optimizer state.
 */
export const modelCodec: Codec<Model> = {
  async encode({ network, card, optimizerState }, folder) {
    await network.save(
      tf.io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData }) => {
        const weightsManifest = [{ paths: [WEIGHTS], weights: weightSpecs }];
        const json = { format: 'layers-model', generatedBy: 'expgraph', modelTopology, weightsManifest };
        await writeFile(join(folder, TOPOLOGY), JSON.stringify(json));
        await writeFile(join(folder, WEIGHTS), new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData)));
        return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
      }),
    );
    await writeFile(join(folder, CARD), JSON.stringify(card, null, 2));
    if (optimizerState) await writeFile(join(folder, OPTIMIZER), encodeOptimizerState(optimizerState));
  },

  async decode(folder) {
    const json = JSON.parse(await readFile(join(folder, TOPOLOGY), 'utf8')) as ModelJson;
    const bytes = await readFile(join(folder, WEIGHTS));
    const artifacts = {
      modelTopology: json.modelTopology,
      weightSpecs: json.weightsManifest.flatMap(({ weights }) => weights),
      weightData: Uint8Array.from(bytes).buffer,
    };
    await loadLayerClasses(json.modelTopology);
    const network = await tf.loadLayersModel(tf.io.fromMemory(artifacts));
    const card = normalCard(JSON.parse(await readFile(join(folder, CARD), 'utf8')) as ModelCard);
    const optimizer = await readFile(join(folder, OPTIMIZER)).catch(() => undefined);
    return { network, card, optimizerState: optimizer && decodeOptimizerState(optimizer) };
  },

  describe: ({ network }) => ({ layers: layerSpecs(network) }),

  dispose: disposeModel,
};

/** Registers layer classes of plugins, in processes that have not built such a layer. */
async function loadLayerClasses(topology: object): Promise<void> {
  const names = new Set<string>();
  JSON.stringify(topology, (key, value: unknown) => {
    if (key === 'class_name') names.add(String(value));
    return value;
  });
  await Promise.all([...names].map((name) => declaredLayer(name)?.load?.()));
}

/**
 * Normalizes class names to NFC: in models of other programs and older versions, they come from folder names, which
 * macOS does not store in NFC.
 */
const normalCard = (card: ModelCard): ModelCard =>
  card.classes ? { ...card, classes: card.classes.map(className) } : card;

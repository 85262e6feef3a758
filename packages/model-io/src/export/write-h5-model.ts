import type { tf } from '@expgraph/tensorflow/tfjs';
import type { Group } from 'h5wasm/node';
import { KERAS_VERSION, kerasModel } from './keras-model.js';
import { variableGroups, variableName } from './keras-variables.js';
import { groupAt, writeH5, writeVariable } from './write-h5.js';

/**
 * Writes a network as a whole model in Keras' legacy format, `.h5`, which `keras.saving.load_model` reads.
 * @throws ExperimentError that names the layer that Keras cannot express.
 */
export async function writeH5Model(network: tf.LayersModel, path: string): Promise<void> {
  const model = kerasModel(network);
  const { layers } = network;
  await writeH5(path, (root) => {
    describe(root);
    root.create_attribute('model_config', JSON.stringify(model));
    const weights = root.create_group('model_weights');
    describe(weights);
    writeNames(
      weights,
      'layer_names',
      layers.map(({ name }) => name),
    );
    for (const layer of layers) writeLayer(groupAt(weights, layer.name.split('/')), layer);
    weights.create_group('top_level_model_weights');
  });
}

function describe(group: Group): void {
  group.create_attribute('backend', 'tensorflow');
  group.create_attribute('keras_version', KERAS_VERSION);
}

function writeLayer(group: Group, layer: tf.layers.Layer): void {
  const names: string[] = [];
  for (const { prefix, variables } of variableGroups(layer)) {
    const folder = [...layer.name.split('/'), ...prefix];
    for (const variable of variables) {
      writeVariable(groupAt(group, folder), variableName(variable), variable);
      names.push([...folder, variableName(variable)].join('/'));
    }
  }
  writeNames(group, 'weight_names', names);
}

/** An attribute is limited to 64 KiB. Each name takes 16 bytes of it; the text is stored elsewhere in the file. */
const NAMES_IN_ATTRIBUTE = 4000;

/**
 * Writes a list of names; as in Keras, a long one is split over several attributes. An empty list, which h5wasm cannot
 * write, is omitted.
 */
function writeNames(group: Group, attribute: string, names: readonly string[]): void {
  if (names.length === 0) return;
  if (names.length <= NAMES_IN_ATTRIBUTE) group.create_attribute(attribute, [...names], [names.length], 'S');
  else {
    for (let part = 0; part * NAMES_IN_ATTRIBUTE < names.length; part += 1) {
      const some = names.slice(part * NAMES_IN_ATTRIBUTE, (part + 1) * NAMES_IN_ATTRIBUTE);
      group.create_attribute(`${attribute}${part}`, some, [some.length], 'S');
    }
  }
}

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { jsonText } from '@expgraph/data/formats';
import {
  type Batch,
  dataset,
  type Infer,
  inject,
  type Model,
  model,
  NodeFolders,
  node,
  type OutputSpecs,
  type Outputs,
  optional,
  Random,
  type Run,
  Tracker,
  Type,
  vocabulary,
} from '@expgraph/sdk';
import { TensorFlow } from '@expgraph/tensorflow';
import { chooseExamples } from './choose-examples.js';
import { type ExampleStates, exampleStates } from './example-states.js';
import { noRecurrentLayer, notSequences, unknownLayer } from './messages.js';

/** Keras' class names of recurrent layers. */
const RECURRENT = new Set(['SimpleRNN', 'LSTM', 'GRU', 'RNN', 'Bidirectional']);

/** Draws the state of a recurrent layer after each timestep of some sequences. */
@node('explain/hidden-states')
export class HiddenStates {
  static readonly description =
    'Draw the state of a recurrent layer after each timestep of some sequences, and the scores of the model at that point.';
  static readonly inputs = {
    model: model(),
    data: dataset({ description: 'Sequences: token ids, int32[batch, time], or float32[batch, time, features].' }),
    vocabulary: optional(vocabulary({ description: 'Names of the tokens, if the sequences are token ids.' })),
  };
  static readonly outputs = {};
  static readonly config = Type.Object({
    layer: Type.Optional(
      Type.String({ minLength: 1, description: 'Name of a recurrent layer. Default: the last one.' }),
    ),
    examples: Type.Integer({
      minimum: 1,
      maximum: 100,
      default: 3,
      description: 'Number of sequences, chosen at random.',
    }),
  });

  constructor(
    @inject(TensorFlow) private readonly tensorflow: TensorFlow,
    @inject(NodeFolders) private readonly folders: NodeFolders,
    @inject(Random) private readonly random: Random,
    @inject(Tracker) private readonly tracker: Tracker,
  ) {}

  static infer({ inputs, config }: Infer<typeof HiddenStates>): OutputSpecs<typeof HiddenStates> {
    const { layers } = inputs.model;
    if (layers) chooseLayer(layers, config.layer);
    return {};
  }

  async run({ inputs, config, signal }: Run<typeof HiddenStates>): Promise<Outputs<typeof HiddenStates>> {
    const layers = inputs.model.network.layers.map((each) => ({ name: each.name, kind: each.getClassName() }));
    const layer = chooseLayer(layers, config.layer);
    const { names, batch } = await chooseExamples(inputs.data, config.examples, { random: this.random, signal });
    if (batch.shape.length !== 2 && batch.shape.length !== 3) throw notSequences(batch.shape);
    await this.tensorflow.start();
    const found = await statesOf(inputs.model, layer, batch);
    const examples = names.map((name, index) => exampleStates(name, index, batch, found, inputs.vocabulary));
    const lines = examples.map((example) => `${jsonText(example)}\n`);
    await this.folders.write('hidden-states', (folder) => writeFile(join(folder, 'states.jsonl'), lines.join('')));
    for (const example of examples) this.draw(layer, example);
    return {};
  }

  private draw(layer: string, { name, steps, states, scores }: ExampleStates): void {
    const columns = { label: 'timestep', names: steps };
    // One row per unit.
    const values = states[0]?.map((_, unit) => states.map((step) => step[unit])) ?? [];
    const caption = `State of "${layer}" after each timestep: one row per unit, one column per timestep.`;
    const label = 'units of the state';
    this.tracker.logPicture(`State: ${name}`, { kind: 'grid', rows: { label }, columns, values, caption });
    if (!scores) return;
    const series = Object.entries(scores).map(([of, numbers]) => ({ name: of, values: numbers }));
    const meaning = 'Scores of the model if the sequence ended at each timestep.';
    this.tracker.logPicture(`Score: ${name}`, { kind: 'lines', x: columns, series, caption: meaning });
  }
}

async function statesOf({ network, card }: Model, layer: string, batch: Batch) {
  const [{ stateNetwork }, { tf }] = await Promise.all([
    import('./state-network.js'),
    import('@expgraph/tensorflow/tfjs'),
  ]);
  const cut = stateNetwork(network, layer);
  try {
    const { states, scores } = tf.tidy(() => cut.compute(tf.tensor(batch.features, [...batch.shape], 'float32')));
    const [units, outputs] = [states.shape[2] as number, scores?.shape[2] ?? 0];
    const unnamed = Array.from({ length: outputs }, (_, index) => `output ${index}`);
    const [values, ofClasses] = await Promise.all([states.data<'float32'>(), scores?.data<'float32'>()]);
    tf.dispose([states, ...(scores ? [scores] : [])]);
    return { units, states: values, scores: ofClasses, classes: card.classes ?? unnamed };
  } finally {
    cut.dispose();
  }
}

/** @throws ExperimentError if the model has no such layer */
function chooseLayer(layers: readonly { readonly name: string; readonly kind: string }[], name?: string): string {
  const recurrent = layers.filter(({ kind }) => RECURRENT.has(kind)).map((each) => each.name);
  const last = recurrent.at(-1);
  if (last === undefined) throw noRecurrentLayer([...new Set(layers.map(({ kind }) => kind))]);
  if (name === undefined) return last;
  if (!recurrent.includes(name)) throw unknownLayer(name, recurrent);
  return name;
}

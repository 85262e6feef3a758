import { afterAll, beforeAll, describe, it } from 'vitest';
import {
  expectClose,
  inputTensors,
  type Recorded,
  recorded,
  valueAndGradients,
  valuesOf,
} from '../../test/gradient-fixture.js';
import { DTYPE } from '../graph/graph-def.js';
import type { Feeds, GraphSession } from '../graph/graph-session.js';
import { NetworkGraph } from '../graph/network-graph.js';
import { openSession } from '../graph/open-session.js';
import { startBackend } from '../runtime/start-backend.js';
import { tf } from '../tfjs.js';

const names = Object.keys(recorded);
const placeholder = (index: number, input: string) => `case_${index}_${input}`;
const result = (index: number, output: number) => `case_${index}_result_${output}`;

/** Adds a case to a graph, with placeholders for its inputs and results for its value and gradients. */
function capture(graph: NetworkGraph, name: string, index: number): void {
  const tensors = inputTensors(recorded[name]);
  const inputs = Object.entries(tensors).map(([input, tensor]) => {
    graph.placeholder(placeholder(index, input), tensor.shape, tensor.dtype as 'float32' | 'int32');
    return { name: placeholder(index, input), tensor };
  });
  graph.record(inputs, (recording) => {
    for (const [output, tensor] of valueAndGradients(name, tensors).entries()) {
      const type = { T: { type: DTYPE.float32 } };
      graph.graph.add('Identity', [recording.nameOf(tensor)], type, result(index, output));
    }
  });
  tf.dispose(tensors);
}

function feedsOf({ inputs }: Recorded, index: number): Feeds {
  const entries = Object.entries(inputs).map(([name, input]) => {
    const values = valuesOf(input);
    const dtype = values instanceof Int32Array ? DTYPE.int32 : DTYPE.float32;
    return [placeholder(index, name), { dtype, shape: input.shape, values }] as const;
  });
  return Object.fromEntries(entries);
}

describe('captured as one graph', () => {
  let session: GraphSession;

  beforeAll(async () => {
    await startBackend({ backend: 'native' });
    const input = tf.input({ shape: [1] });
    const weightless = tf.model({ inputs: input, outputs: input });
    const graph = new NetworkGraph(weightless, new Set());
    for (const [index, name] of names.entries()) capture(graph, name, index);
    session = openSession(graph.graph);
  }, 600_000);
  afterAll(() => session.dispose());

  it.each(names)('%s: matches the value and gradients of TensorFlow', async (name) => {
    const index = names.indexOf(name);
    const { value, gradients } = recorded[name];
    const expected = [value, ...Object.values(gradients)];
    const found = await session.run(
      feedsOf(recorded[name], index),
      expected.map((_, output) => result(index, output)),
    );
    for (const [output, values] of expected.entries()) expectClose(found[output], values, 1e-5, `result ${output}`);
  });
});

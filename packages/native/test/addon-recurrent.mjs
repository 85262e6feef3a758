import { DTYPE, GraphDef } from '@expgraph/tensorflow/graph';
import { ACTIVATION } from '../dist/addons/enums.js';
import { RECURRENT, SESSION } from '../dist/set-up/native-folder.js';

const GATES = { simple: 1, lstm: 4, gru: 3, gruResetBefore: 3 };
const ACTIVATIONS = Object.keys(ACTIVATION);
const FORWARD = ['x', 'kernel', 'bias', 'state', 'carry', 'dropped', 'keep'];
const BACKWARD = [...FORWARD, 'before', 'inner', 'dy', 'dlast_state', 'dlast_carry'];

/** Returns a graph of one of our operations, with inputs of any shape. */
function graphOf(operation, inputs, { cell, activation, backwards, zeroMasked, eachStep }) {
  const graph = new GraphDef();
  for (const name of inputs)
    graph.add('Placeholder', [], { dtype: { type: name === 'keep' ? DTYPE.bool : DTYPE.float32 } }, name);
  const flags = {
    go_backwards: backwards,
    zero_output_for_mask: zeroMasked,
    return_sequences: eachStep,
    differentiable: true,
  };
  const bools = Object.fromEntries(Object.entries(flags).map(([name, bool]) => [name, { bool }]));
  graph.add(operation, inputs, { cell: { text: cell }, activation: { text: activation }, ...bools }, 'result');
  return graph.serialize();
}

export async function entries(load, random) {
  // Loading the addon registers the operations with TensorFlow.
  load(RECURRENT);
  const { open, run } = load(SESSION);
  const settings = Object.keys(GATES).flatMap((cell) =>
    ACTIVATIONS.map((activation) => ({
      cell,
      activation,
      backwards: random.chance(0.5),
      zeroMasked: random.chance(0.5),
      eachStep: random.chance(0.5),
    })),
  );
  const opened = settings.map((options) => ({
    ...options,
    forward: open(graphOf('ExpgraphRecurrence', FORWARD, options)),
    backward: open(graphOf('ExpgraphRecurrenceGrad', BACKWARD, options)),
  }));
  const tensor = (name, shape) => {
    const length = shape.reduce((product, size) => product * size, 1);
    if (name === 'keep')
      return { dtype: DTYPE.bool, shape, values: Uint8Array.from({ length }, () => random.below(2)) };
    return { dtype: DTYPE.float32, shape, values: random.floats(length, 1) };
  };
  const argsOf = (kind, names) => () => {
    const { cell, eachStep, [kind]: session } = random.of(opened);
    const size = () => (random.chance(0.1) ? 0 : random.between(1, 5));
    const [batch, time, units, gates] = [size(), size(), size(), GATES[cell]];
    const sequence = [batch, time, units];
    const shapes = {
      x: [batch, time, gates * units],
      kernel: [units, gates * units],
      state: [batch, units],
      bias: random.chance(0.5) ? [0] : [gates * units],
      dropped: random.chance(0.5) ? [0] : [batch, units],
      keep: random.chance(0.5) ? [0] : [batch, time],
      carry: cell === 'lstm' ? [batch, units] : [0],
      before: sequence,
      inner: cell === 'simple' ? [0] : sequence,
      dy: eachStep ? sequence : [batch, units],
      dlast_state: [batch, units],
      dlast_carry: cell === 'lstm' ? [batch, units] : [0],
    };
    const expected =
      kind === 'backward' ? batch * time * gates * units : eachStep ? batch * time * units : batch * units;
    return [
      session,
      names,
      names.map((name) => tensor(name, shapes[name])),
      ['result'],
      { batch, time, units, shapes, expected },
    ];
  };
  const check = async ([result], ...given) => {
    const [, names, tensors, , { expected }] = given;
    if (result.length !== expected) throw new Error(`${result.length} numbers instead of ${expected}`);
    if (!result.every(Number.isFinite)) throw new Error('a number is not finite');
    // Repeats the call with another shape of one tensor.
    const at = random.below(tensors.length);
    const shape = Array.from({ length: random.below(5) }, () => random.below(6));
    given[2] =
      tensors.with?.(at, tensor(names[at], shape)) ??
      tensors.map((old, place) => (place === at ? tensor(names[at], shape) : old));
    await run(...given).catch((error) => {
      if (error.code !== 'EXPGRAPH_GRAPH_SESSION') throw error;
    });
  };
  return {
    ExpgraphRecurrence: { call: run, args: argsOf('forward', FORWARD), check },
    ExpgraphRecurrenceGrad: { call: run, args: argsOf('backward', BACKWARD), check },
  };
}

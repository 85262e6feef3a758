import { DTYPE, GraphDef } from '@expgraph/tensorflow/graph';
import { SESSION, WORDS } from '../dist/set-up/native-folder.js';
import { expectSame } from './random.mjs';

/** Returns a graph that returns a vector of any length, and has a node without outputs. */
function identity() {
  const graph = new GraphDef();
  for (const dtype of ['float32', 'int32']) {
    graph.add('Placeholder', [], { dtype: { type: DTYPE[dtype] }, shape: { shape: [-1] } }, `in_${dtype}`);
    graph.add('Identity', [`in_${dtype}`], { T: { type: DTYPE[dtype] } }, `out_${dtype}`);
  }
  graph.add('NoOp', [], {}, 'nothing');
  return graph.serialize();
}

export async function entries(load, random) {
  const { open, run, runNow, close } = load(SESSION);
  const bytes = identity();
  const session = open(bytes);
  // An object of another addon, which must not be taken for a session.
  const words = load(WORDS).create(
    Uint8Array.from({ length: 128 }, (_, code) => code),
    ['a'],
    3,
    2,
  );
  const closed = open(bytes);
  close(closed);
  const tensor = (dtype, values) => ({ dtype: DTYPE[dtype], shape: [values.length], values });
  const runs = () => {
    const dtype = random.of(['float32', 'int32']);
    const length = random.below(20);
    const values = dtype === 'int32' ? Int32Array.from({ length }, () => random.below(99)) : random.floats(length);
    const fetches = Array.from({ length: random.between(1, 3) }, () => `out_${dtype}`);
    return [session, [`in_${dtype}`], [tensor(dtype, values)], fetches];
  };
  const spoiled = () => {
    const given = runs();
    const [{ dtype, shape, values }] = given[2];
    const kinds = [
      () => (given[0] = random.of([words, closed, {}, Object.create(session)])),
      () => (given[1] = random.of([['nothing'], ['missing'], ['in_float32', 'in_float32'], ['in_int32\0'], []])),
      () => (given[2] = [{ dtype: random.of([0, 2, 7, 9, 10, 1e9, -1, 'float32']), shape, values }]),
      () =>
        (given[2] = [
          { dtype, shape: random.of([[-1], [2 ** 40, 2 ** 40, 0], Array(300).fill(1), [1e300], ['1'], 'x']), values },
        ]),
      () =>
        (given[2] = [{ dtype, shape, values: random.of([new Float64Array(3), [1], undefined, new Uint8Array(9)]) }]),
      () => (given[3] = random.of([['nothing'], ['missing'], [''], [7]])),
    ];
    random.of(kinds)();
    return given;
  };
  const rejectedOr = async (call, given) => {
    try {
      await call(...given);
    } catch (error) {
      if (error.code !== 'EXPGRAPH_GRAPH_SESSION') throw error;
    }
  };
  const check =
    (call) =>
    async (results, ...given) => {
      for (const result of results) expectSame(result, given[2][0].values, 'result');
      if (results.length !== given[3].length) throw new Error(`${results.length} results`);
      await rejectedOr(call, spoiled());
    };
  return {
    open: {
      call: open,
      args: () => [bytes],
      check: async (opened) => {
        const [result] = runNow(opened, ['in_int32'], [tensor('int32', Int32Array.of(7))], ['out_int32']);
        expectSame(result, [7], 'result');
        close(opened);
        await rejectedOr(async (cut) => close(open(cut)), [bytes.subarray(0, random.below(bytes.length))]);
      },
    },
    run: { call: run, args: runs, check: check(run) },
    runNow: { call: async (...given) => runNow(...given), args: runs, check: check(runNow) },
    close: {
      call: close,
      args: () => [random.chance(0.5) ? open(bytes) : closed],
      check: (_, given) => rejectedOr(run, [given, [], [], ['out_int32']]),
    },
  };
}

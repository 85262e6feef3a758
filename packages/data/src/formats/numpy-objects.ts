import { ExpgraphError } from '@expgraph/sdk';
import { arrayDamaged } from './array-messages.js';
import type { ExpansionBudget } from './expansion-budget.js';
import { type PickleGlobal, type PickleHost, Unpickler } from './pickle.js';

/** The function's name in numpy 1 and numpy 2. */
const RECONSTRUCT = /^numpy\.(_?core)\.multiarray\._reconstruct$/;
/** Other globals in pickles of object arrays: the dtype, and strings of Python 2. */
const OTHERS = ['numpy.dtype', '_codecs.encode'];

/** An array or its dtype, with the state that the pickle gives it. */
class NumpyObject {
  state: unknown;

  constructor(readonly isArray: boolean) {}
}

/** Creates arrays and dtypes, and rejects all other globals. */
const numpyHost: PickleHost = {
  call({ name }: PickleGlobal) {
    if (!RECONSTRUCT.test(name) && !OTHERS.includes(name))
      throw new Error(`it calls ${name.slice(0, 80)}, which is not allowed`);
    return new NumpyObject(RECONSTRUCT.test(name));
  },
  build(target, state) {
    if (target instanceof NumpyObject) target.state = state;
  },
};

/**
 * Returns the elements of an array of Python objects, which is pickled as a whole: they are the last part of its state.
 * @param offset Offset of the pickle in the file.
 * @throws ExperimentError if it is damaged, or contains other objects than lists and integers
 */
export function readNumpyObjects(name: string, pickle: Buffer, offset: number, budget: ExpansionBudget): unknown[] {
  const array = unpickled(name, pickle, offset, budget);
  const state = array instanceof NumpyObject && array.isArray ? array.state : undefined;
  const elements: unknown = Array.isArray(state) ? state.at(-1) : undefined;
  if (!Array.isArray(elements)) throw arrayDamaged(name, offset, 'the pickle is not an array of objects');
  return elements;
}

function unpickled(name: string, pickle: Buffer, offset: number, budget: ExpansionBudget): unknown {
  try {
    return new Unpickler(pickle, numpyHost, budget).read();
  } catch (error) {
    if (ExpgraphError.is(error)) throw error;
    throw arrayDamaged(name, offset, (error as Error).message);
  }
}

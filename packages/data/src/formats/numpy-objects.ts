import { ExpgraphError } from '@expgraph/sdk';
import { arrayDamaged } from './array-messages.js';
import type { ExpansionBudget } from './expansion-budget.js';
import { type PickleGlobal, type PickleHost, Unpickler } from './pickle.js';

/** By numpy 1 and numpy 2. */
const RECONSTRUCT = /^numpy\.(_?core)\.multiarray\._reconstruct$/;
/** What arrays of objects are pickled with besides: the type of their elements, and texts of Python 2. */
const OTHERS = ['numpy.dtype', '_codecs.encode'];

/** An array or its type: what state it is given is all that is known of it. */
class NumpyObject {
  state: unknown;

  constructor(readonly isArray: boolean) {}
}

/** Makes arrays of what a pickle names, and nothing else. */
const numpyHost: PickleHost = {
  call({ name }: PickleGlobal) {
    if (!RECONSTRUCT.test(name) && !OTHERS.includes(name))
      throw new Error(`it would call ${name.slice(0, 80)}, which is not done`);
    return new NumpyObject(RECONSTRUCT.test(name));
  },
  build(target, state) {
    if (target instanceof NumpyObject) target.state = state;
  },
};

/**
 * Returns the elements of an array of Python's objects, which is pickled whole: they are the last of its state.
 * @param offset Where the pickle stands in its file.
 * @throws ExperimentError when it is damaged or holds other objects than lists and whole numbers.
 */
export function readNumpyObjects(name: string, pickle: Buffer, offset: number, budget: ExpansionBudget): unknown[] {
  const array = unpickled(name, pickle, offset, budget);
  const state = array instanceof NumpyObject && array.isArray ? array.state : undefined;
  const elements: unknown = Array.isArray(state) ? state.at(-1) : undefined;
  if (!Array.isArray(elements)) throw arrayDamaged(name, offset, 'it is no array of objects');
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

/**
 * The documented settings of Keras and TensorFlow that may make a case faster. The benchmark tries them one after the other, keeps
 * each that helps, and compares expgraph with the fastest combination.
 *
 * @typedef {Readonly<Record<string, string | number | boolean>>} Settings Passed to the peer as JSON in $SETTINGS.
 *
 * @typedef {object} Axis
 * @property {string} name Of the setting.
 * @property {readonly { value: string | number | boolean, label: string }[]} values The first is where the search begins. A
 *   label is what the table says; none for what Keras does by default.
 */

/** tensorflow.org: oneDNN is the default on x86 processors with AVX-512 or similar, and a switch on all others. */
const ONEDNN = {
  name: 'oneDNN',
  values: [
    { value: true, label: 'oneDNN' },
    { value: false, label: 'no oneDNN' },
  ],
};

/** keras.io, Model.compile: "auto" turns XLA off on a machine without GPU. */
const XLA = {
  name: 'jitCompile',
  values: [
    { value: false, label: '' },
    { value: true, label: 'XLA' },
  ],
};

/** tensorflow.org, tf.data.Options. */
const ORDER = {
  name: 'deterministic',
  values: [
    { value: true, label: '' },
    { value: false, label: 'any order' },
  ],
};

/** keras.io, Model.compile: at most the steps of an epoch. */
const stepsPerExecution = (steps) => ({
  name: 'stepsPerExecution',
  values: [
    { value: 1, label: '' },
    { value: steps, label: `${steps} steps per execution` },
  ],
});

/** keras.io, ConvLSTM2D: for short sequences. */
const UNROLL = {
  name: 'unroll',
  values: [
    { value: false, label: '' },
    { value: true, label: 'unrolled' },
  ],
};

/** keras.io, "Transfer learning & fine-tuning": run the base model once and train on its outputs. */
const FEATURES = {
  name: 'featuresOnce',
  values: [
    { value: true, label: 'features computed once' },
    { value: false, label: '' },
  ],
};

/** keras.io, PyDataset. */
const workers = (cores) => ({
  name: 'workers',
  values: [
    { value: 0, label: '' },
    { value: cores, label: `${cores} worker processes` },
  ],
});

/**
 * Returns the axes of a case's search.
 *
 * @param {import('./cases.mjs').Case} definition
 * @param {number} cores
 * @returns {readonly Axis[]}
 */
export function axesOf({ tuning, perRound, batchSize, options }, cores) {
  const steps = stepsPerExecution(Math.ceil(perRound / (options?.epochs ?? 1) / batchSize));
  switch (tuning) {
    case 'fit':
      return [ONEDNN, XLA, steps];
    case 'unrolled fit':
      return [ONEDNN, UNROLL, XLA, steps];
    case 'frozen fit':
      return [FEATURES, ONEDNN, XLA, steps];
    case 'pipeline':
      return [ONEDNN, ORDER];
    case 'generator':
      return [workers(cores)];
    default:
      return [];
  }
}

/**
 * Finds the fastest settings: axis by axis, keeping the best value so far.
 *
 * @param {readonly Axis[]} axes
 * @param {(settings: Settings, label: string) => Promise<number>} speedOf
 * @returns {Promise<{ settings: Settings, label: string }>}
 */
export async function fastestSettings(axes, speedOf) {
  let best = axes.map(({ values }) => values[0]);
  if (axes.length === 0) return describe(axes, best);
  const measure = (choice) => {
    const { settings, label } = describe(axes, choice);
    return speedOf(settings, label);
  };
  let speed = await measure(best);
  for (const [index, { values }] of axes.entries()) {
    for (const value of values.slice(1)) {
      const choice = best.with(index, value);
      const other = await measure(choice);
      if (other > speed) [best, speed] = [choice, other];
    }
  }
  return describe(axes, best);
}

/** @param {readonly Axis[]} axes */
function describe(axes, choice) {
  const settings = Object.fromEntries(axes.map(({ name }, index) => [name, choice[index].value]));
  return { settings, label: choice.flatMap(({ label }) => label || []).join(', ') };
}

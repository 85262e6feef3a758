import type { tf } from '@expgraph/tensorflow/tfjs';
import type { Group } from 'h5wasm/node';
import { hdf5Library } from '../weights/hdf5-library.js';
import { variableName } from './keras-variables.js';

/** Writes an HDF5 file. The same content gives the same bytes. */
export async function writeH5(path: string, fill: (root: Group) => void): Promise<void> {
  const { File } = await hdf5Library(path);
  withoutClock(() => {
    const file = new File(path, 'w');
    try {
      fill(file);
    } finally {
      file.close();
    }
  });
}

/** Runs `write` with a fixed clock: HDF5 stores the creation time of datasets, and h5wasm cannot disable that. */
function withoutClock(write: () => void): void {
  const { now } = Date;
  Date.now = () => 0;
  try {
    write();
  } finally {
    Date.now = now;
  }
}

/** Returns the group at a path below another, creating missing ones. */
export function groupAt(group: Group, path: readonly string[]): Group {
  return path.reduce(
    (below, name) => (below.keys().includes(name) ? (below.get(name) as Group) : below.create_group(name)),
    group,
  );
}

/** Writes the values of a variable, row-major. */
export function writeVariable(group: Group, name: string, variable: tf.LayerVariable): void {
  const values = variable.read().dataSync<'float32'>();
  const shape = variable.shape as number[];
  // Keras stores the example count of a normalization as an integer.
  const count = variableName(variable) === 'count';
  group.create_dataset({ name, shape, data: count ? BigInt64Array.from(values, (value) => BigInt(value)) : values });
}

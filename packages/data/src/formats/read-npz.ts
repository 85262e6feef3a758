import { ExpgraphError } from '@expgraph/sdk';
import { archiveDamaged } from './array-messages.js';
import type { ExpansionBudget } from './expansion-budget.js';
import { type BytesAsText, type NpyArray, readNpy } from './read-npy.js';
import { ZipFile } from './zip-file.js';

/**
 * Reads arrays of a `.npz` file, compressed or not.
 * @param wanted Whether to read an array of this name.
 * @param text How to decode byte strings.
 * @returns The requested arrays by name, and the names of all arrays.
 * @throws ExperimentError
 */
export async function readNpz(
  name: string,
  path: string,
  wanted: (array: string) => boolean,
  budget: ExpansionBudget,
  text?: BytesAsText,
): Promise<{ arrays: Map<string, NpyArray>; names: readonly string[] }> {
  try {
    return await ZipFile.with(path, budget, async (zip) => {
      const arrays = new Map<string, NpyArray>();
      const names = zip.names.map((entry) => entry.replace(/\.npy$/, ''));
      for (const [index, array] of names.entries()) {
        if (!wanted(array)) continue;
        arrays.set(array, readNpy(`${name}[${array}]`, await zip.read(zip.names[index]), budget, text));
      }
      return { arrays, names };
    });
  } catch (error) {
    if (ExpgraphError.is(error)) throw error;
    throw archiveDamaged(name, (error as Error).message);
  }
}

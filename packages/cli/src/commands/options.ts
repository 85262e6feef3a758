import { InvalidArgumentError, Option } from 'commander';

/** Returns the repeatable option `--set path=value`. */
export const setOption = () =>
  new Option('-s, --set <path=value>', 'change a value, for example params.epochs=3 (repeatable)')
    .argParser((value: string, before: string[] = []) => [...before, value])
    .default([], 'none');

export const storeOption = () => new Option('--store <folder>', 'folder of the store').default('.expgraph');

/** Parses an option that is a whole number of 1 or more. */
export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('Expected a whole number of 1 or more.');
  return value;
}

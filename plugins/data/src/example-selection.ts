import { checkEncoding, encodingOption, readText } from '@expgraph/data/formats';
import { className } from '@expgraph/data/labels';
import { type Dataset, type Logger, type Sources, type Static, Type } from '@expgraph/sdk';
import { listedExamples } from './listed-examples.js';
import { classUnknown, columnUnknown, noMatch, patternInvalid, valuesAndColumn } from './messages.js';

/** Returns the schema of a selection of examples. An example must match all of its conditions. */
export const exampleSelection = (description: string) =>
  Type.Object(
    {
      names: Type.Optional(
        Type.String({ minLength: 1, description: 'A regular expression on the names of the examples.' }),
      ),
      list: Type.Optional(
        Type.Source({
          description:
            'A text file with one name per line, as datasets publish their parts. A line is a full name, or its last path component where only one example has it, with or without extension. Numbers after a name are ignored, as in the lists of Pascal VOC.',
        }),
      ),
      encoding: encodingOption('the list'),
      column: Type.Optional(
        Type.String({ minLength: 1, description: 'A column that the dataset keeps for each example.' }),
      ),
      values: Type.Optional(Type.Array(Type.String(), { minItems: 1, description: 'Values of that column to match.' })),
      classes: Type.Optional(
        Type.Array(Type.String(), {
          minItems: 1,
          description: 'Classes to match; an example matches if it, or one of its timesteps, has one of them.',
        }),
      ),
    },
    { description },
  );

export type ExampleSelection = Static<ReturnType<typeof exampleSelection>>;

type Condition = (index: number) => boolean;

/** Checks a selection before the data are read: its regular expression, its encoding, a column without values. @throws ExperimentError */
export function checkSelection({ names, column, values, encoding }: ExampleSelection, path: readonly string[]): void {
  checkEncoding(encoding, [...path, 'encoding']);
  if (names !== undefined) patternOf(names, [...path, 'names']);
  if ((column === undefined) !== (values === undefined)) throw valuesAndColumn(path);
}

/**
 * Returns which examples of a dataset match a selection.
 * @param path The path of the option, for messages.
 * @returns `[size]`: whether each example matches.
 * @throws ExperimentError when none matches.
 */
export async function matchingExamples(
  data: Dataset,
  selection: ExampleSelection,
  path: readonly string[],
  { sources, logger, signal }: { sources: Sources; logger: Logger; signal: AbortSignal },
): Promise<boolean[]> {
  const conditions: Condition[] = [];
  const { names, list, column, values, classes } = selection;
  if (names !== undefined) {
    const pattern = patternOf(names, [...path, 'names']);
    conditions.push((index) => pattern.test(data.name(index).normalize('NFC')));
  }
  if (list !== undefined) {
    const { path: file } = await sources.resolve(list, { signal });
    const option = [...path, 'list'];
    const { encoding } = selection;
    const text = await readText(file, { file: list, at: option, encoding, encodingAt: [...path, 'encoding'] });
    const listed = listedExamples(data, text, { list, option }, logger);
    conditions.push((index) => listed[index]);
  }
  if (column !== undefined) {
    const found = data.column?.(column);
    if (!found) throw columnUnknown([...path, 'column'], column);
    const wanted = new Set(values?.map(className));
    conditions.push((index) => wanted.has(className(found[index])));
  }
  if (classes !== undefined) conditions.push(ofClasses(data, classes, [...path, 'classes']));
  const fits = Array.from({ length: data.size }, (_, index) => conditions.every((condition) => condition(index)));
  if (!fits.includes(true))
    throw noMatch(
      path,
      Array.from(fits.keys(), (index) => data.name(index)),
    );
  return fits;
}

export function patternOf(text: string, path: readonly string[]): RegExp {
  try {
    return new RegExp(text.normalize('NFC'), 'u');
  } catch (error) {
    throw patternInvalid(path, text, (error as Error).message);
  }
}

function ofClasses(data: Dataset, classes: readonly string[], path: readonly string[]): Condition {
  const wanted = classes.map((name) => {
    const index = data.classes.map(className).indexOf(className(name));
    if (index < 0) throw classUnknown(path, name, data.classes);
    return index;
  });
  const labels = data.labels();
  const { encoding } = data.spec.label ?? {};
  if (encoding === 'tags') {
    const time = labels.length / data.size;
    return (index) => labels.subarray(index * time, (index + 1) * time).some((tag) => wanted.includes(tag));
  }
  if (encoding !== 'classes') return (index) => wanted.includes(labels[index]);
  return (index) => wanted.some((label) => labels[index * data.classes.length + label] === 1);
}

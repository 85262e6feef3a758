import { checkEncoding, encodingOption, readText } from '@expgraph/data/formats';
import { className } from '@expgraph/data/labels';
import { type Dataset, type Logger, type Sources, type Static, Type } from '@expgraph/sdk';
import { listedElements } from './listed-elements.js';
import { classUnknown, columnUnknown, nothingSelected, patternInvalid, valuesAndColumn } from './messages.js';

/** The schema of a selection of elements; they have to fit all that it says. */
export const elementSelection = (description: string) =>
  Type.Object(
    {
      names: Type.Optional(
        Type.String({ minLength: 1, description: 'A regular expression on the name of an element.' }),
      ),
      list: Type.Optional(
        Type.Source({
          description:
            'A text file with a name a line, as datasets publish their parts: the whole name, or its last part where only one element has it, with or without the extension. Numbers behind a name are ignored, as in the lists of Pascal VOC.',
        }),
      ),
      encoding: encodingOption('the list'),
      column: Type.Optional(Type.String({ minLength: 1, description: 'A column that was kept of each element.' })),
      values: Type.Optional(Type.Array(Type.String(), { minItems: 1, description: 'Values of that column.' })),
      classes: Type.Optional(
        Type.Array(Type.String(), { minItems: 1, description: 'Classes of which it has one, or a step of it.' }),
      ),
    },
    { description },
  );

export type ElementSelection = Static<ReturnType<typeof elementSelection>>;

type Condition = (index: number) => boolean;

/** Refuses, without data, what can not be: a pattern that is none, a column without values. */
export function checkSelection({ names, column, values, encoding }: ElementSelection, path: readonly string[]): void {
  checkEncoding(encoding, [...path, 'encoding']);
  if (names !== undefined) patternOf(names, [...path, 'names']);
  if ((column === undefined) !== (values === undefined)) throw valuesAndColumn(path);
}

/**
 * Which elements of a data set fit.
 * @param path the option, for messages.
 * @returns `[size]`: for each element, whether it fits.
 * @throws ExperimentError when none fits.
 */
export async function fitting(
  data: Dataset,
  selection: ElementSelection,
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
    const listed = listedElements(data, text, { list, option }, logger);
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
    throw nothingSelected(
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

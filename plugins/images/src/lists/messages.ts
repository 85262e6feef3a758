import { ExperimentError, suggest } from '@expgraph/sdk';
import { at, plural } from '../wording.js';

export const listNotJson = (place: string, reason: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_LIST', `${place}: this is not JSON: ${reason}.`, {
    at: at('list'),
    notes: ['Mend it: an array of { "path": "a.jpg", "label": "cat" }, or one of them a line in .jsonl.'],
  });

export const listNotXml = (place: string, reason: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_LIST', `${place}: this is not XML: ${reason}.`, {
    at: at('list'),
    notes: ['Mend or remove the file; each is the <annotation> of an image, as in Pascal VOC.'],
  });

export const listEmptyFolder = (list: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_LIST', `"${list}" is a folder without .xml files.`, {
    at: at('list'),
    notes: ['Give a .csv, .json or .jsonl file, or the folder Annotations of Pascal VOC.'],
  });

export const listColumns = (list: string, columns: readonly string[]) =>
  new ExperimentError('EXPGRAPH_IMAGES_LIST', `${list}:1: the first line names no columns path and label.`, {
    at: at('list'),
    notes: [`Found: ${columns.join(',') || 'nothing'}.`, 'Begin the file with a line "path,label".'],
  });

export const listRecord = (place: string, expected = 'a path and a label') =>
  new ExperimentError('EXPGRAPH_IMAGES_LIST', `${place}: expected ${expected}.`, {
    at: at('list'),
    notes: ['Give every image a path and a label: path,label in CSV; [{ "path": ..., "label": ... }] in JSON.'],
  });

export const listOfSeveral = (place: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_LIST', `${place}: the label is an array, expected one label.`, {
    at: at('list'),
    notes: ['Set multiLabel: true where images may have any number of classes.'],
  });

export const cocoReference = (place: string, field: string, found: unknown, kind: string) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_LIST_REFERENCE',
    `${place}: the ${field} ${JSON.stringify(found) ?? 'is missing, it'} is that of no ${kind} of the file.`,
    { at: at('list'), notes: [`Mend the ${field}, or remove the annotation.`] },
  );

export const columnsWithoutList = (option: 'weights' | 'columns', column: string) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_COLUMN',
    `${option} names "${column}", and there is no list that could have this column.`,
    { at: at(option), notes: [`Give a list with the columns path, label and "${column}", or remove ${option}.`] },
  );

export const listWithoutColumn = (
  list: string,
  option: 'weights' | 'columns',
  column: string,
  columns: readonly string[],
) => {
  const near = suggest(column, columns);
  return new ExperimentError(
    'EXPGRAPH_IMAGES_COLUMN',
    `"${list}" has no column "${column}".${near ? ` Did you mean "${near}"?` : ''}`,
    { at: at(option), notes: [`Its columns are: ${columns.join(', ') || 'none'}.`] },
  );
};

export const listColumnMissing = (place: string, column: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_COLUMN', `${place}: there is no "${column}".`, {
    at: at('columns'),
    notes: ['Give every image a text or a number for each of the columns.'],
  });

export const listWeight = (place: string, path: string, found: unknown) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_WEIGHT',
    `${place}: the weight of "${path}" is ${JSON.stringify(found) ?? 'missing'}, expected a finite number of 0 or more.`,
    { at: at('list'), notes: ['Mend the weight; an image of weight 0 has no part in the loss.'] },
  );

export const listWeightConflict = (place: string, path: string, before: number, weight: number) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_LIST_CONFLICT',
    `${place}: "${path}" has two weights, ${before} and ${weight}.`,
    { at: at('list'), notes: ['Keep one of the two lines.'] },
  );

export const listEmpty = (list: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_LIST', `"${list}" names no image.`, {
    at: at('list'),
    notes: ['Add a line with the path and the label of each image.'],
  });

export const listConflict = (place: string, path: string, before: string, label: string) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_LIST_CONFLICT',
    `${place}: "${path}" has two labels, "${before}" and "${label}".`,
    { at: at('list'), notes: ['Keep one of the two lines, or set multiLabel in a list that gives several at once.'] },
  );

export interface ListedPath {
  readonly path: string;
  readonly place: () => string;
}

const placesOf = (paths: readonly (ListedPath & { readonly reason?: string })[], count: number) => [
  ...paths.slice(0, count).map(({ path, place, reason }) => `${place()}: "${path}"${reason ? ` (${reason})` : ''}`),
  ...(paths.length > count ? [`… and ${paths.length - count} more`] : []),
];

export const listOutsideFolder = (list: string, paths: readonly ListedPath[]) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_LIST_OUTSIDE',
    `"${list}" names ${plural(paths.length, 'path')} outside the folder of the source.`,
    { at: at('list'), notes: [...placesOf(paths, 3), 'Give paths that are relative to the source and lie below it.'] },
  );

/** `ambiguous`: one of them that the source has in several folders. `reasonOf` tells why a file that exists is not used. */
export const listFilesMissing = (
  list: string,
  paths: readonly ListedPath[],
  ambiguous?: string,
  reasonOf: (path: string) => string | undefined = () => undefined,
) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_LIST_MISSING',
    `"${list}" names ${plural(paths.length, 'file')} that the source does not have${ambiguous ? ', or has in several folders' : ''}.`,
    {
      at: at('list'),
      notes: [
        ...placesOf(
          paths.map(({ path, place }) => ({ path, place, reason: reasonOf(path) })),
          5,
        ),
        ...(ambiguous
          ? [`"${ambiguous}" is the name of several files: give its path, or one of their folders as source.`]
          : []),
        'Mend the paths, which are relative to the source, or remove the lines.',
      ],
    },
  );

import { at, plural, some } from '@expgraph/data/wording';
import { ExperimentError } from '@expgraph/sdk';

export const listNotXml = (place: string, reason: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_LIST', `${place}: this is not valid XML: ${reason}.`, {
    at: at('list'),
    notes: ['Correct or remove the file. Each file must be the <annotation> of an image, as in Pascal VOC.'],
  });

export const listEmptyFolder = (list: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_LIST', `The folder "${list}" contains no .xml files.`, {
    at: at('list'),
    notes: ['Set list to a .csv, .json or .jsonl file, or to the folder Annotations of Pascal VOC.'],
  });

export const COCO_REMEDY = "Correct the entry, as in COCO's instances_val2017.json.";

export const VOC_REMEDY = 'Correct the file. Each file must be the <annotation> of an image, as in Pascal VOC.';

export const listRecord = (
  place: string,
  expected = 'a path and a label',
  remedy = 'Give each image a path and a label: two CSV columns, named in columns, or [{ "path": ..., "label": ... }] in JSON.',
) =>
  new ExperimentError('EXPGRAPH_IMAGES_LIST', `${place}: expected ${expected}.`, { at: at('list'), notes: [remedy] });

export const listNumber = (place: string, found: number) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_LIST',
    `${place}: found an integer near ${found}, expected at most 2^53, above which JSON numbers are rounded.`,
    { at: at('list'), notes: ['Write it as a string, in double quotes.'] },
  );

export const listOfSeveral = (place: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_LIST', `${place}: the label is an array, expected one label.`, {
    at: at('list'),
    notes: ['Set multiLabel: true if images may have any number of classes.'],
  });

export const cocoReference = (place: string, field: string, found: unknown, kind: string) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_LIST_REFERENCE',
    found === undefined
      ? `${place}: the ${field} is missing.`
      : `${place}: the ${field} ${JSON.stringify(found)} is not the id of any ${kind} in the file.`,
    { at: at('list'), notes: [`Correct the ${field}, or remove the annotation.`] },
  );

export const cocoDuplicate = (place: string, list: 'images' | 'categories', id: unknown) =>
  new ExperimentError('EXPGRAPH_IMAGES_LIST', `${place}: duplicate id ${JSON.stringify(id)} in ${list}.`, {
    at: at('list'),
    notes: ['Give each entry a unique id.'],
  });

export const noImages = (place: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_LIST', `${place}: found no images, expected at least one.`, {
    at: at('list'),
    notes: [COCO_REMEDY],
  });

/** `what`: COCO annotations or Pascal VOC objects; `why` completes "all are ...". */
export const noObjects = (place: string, count: number, what: 'annotation' | 'object', why: string) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_LIST_NO_OBJECT',
    count === 0
      ? `${place}: found no ${what}s, expected at least one.`
      : `${place}: found ${plural(count, what)}, but ${count === 1 ? 'it is' : 'all are'} ${why}.`,
    {
      at: at('list'),
      notes: [
        `Use a list with ${what === 'annotation' ? 'annotations of single objects' : 'objects that are not difficult'}. If the classes are unknown, remove list and set unlabeled: true.`,
      ],
    },
  );

export const columnsWithoutList = (option: 'weights' | 'keepColumns', column: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_COLUMN', `${option} names the column "${column}", but list is not set.`, {
    at: at(option),
    notes: [`Set list to a file with the columns path, label and "${column}", or remove ${option}.`],
  });

export const listColumnMissing = (place: string, column: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_COLUMN', `${place}: the value of "${column}" is missing.`, {
    at: at('keepColumns'),
    notes: ['Give each image a string or a number for each column in keepColumns.'],
  });

export const listWeight = (place: string, path: string, found: unknown) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_WEIGHT',
    `${place}: the weight of "${path}" is ${JSON.stringify(found) ?? 'missing'}, expected a finite number of 0 or more.`,
    { at: at('list'), notes: ['Correct the weight. An image with weight 0 does not contribute to the loss.'] },
  );

export const listWeightConflict = (place: string, path: string, before: number, weight: number) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_LIST_CONFLICT',
    `${place}: "${path}" has two weights, ${before} and ${weight}.`,
    { at: at('list'), notes: ['Remove one of the two lines.'] },
  );

export const listEmpty = (list: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_LIST', `"${list}" lists no images.`, {
    at: at('list'),
    notes: ['Add a line with the path and the label of each image.'],
  });

export const listConflict = (place: string, path: string, before: string, label: string) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_LIST_CONFLICT',
    `${place}: "${path}" has two labels, "${before}" and "${label}".`,
    {
      at: at('list'),
      notes: ['Remove one of the two lines. For several labels, write them in one line and set multiLabel: true.'],
    },
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
    { at: at('list'), notes: [...placesOf(paths, 3), 'Write paths relative to the source and below it.'] },
  );

export const listAmbiguous = (place: string, path: string, files: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_LIST_AMBIGUOUS',
    `${place}: "${path}" matches ${plural(files.length, 'file')}: ${some(files)}.`,
    { at: at('list'), notes: ['Write the path relative to the source, or set source to the folder of one of them.'] },
  );

/** `reasonOf` returns why a file that exists is skipped. */
export const listFilesMissing = (
  list: string,
  paths: readonly ListedPath[],
  reasonOf: (path: string) => string | undefined = () => undefined,
) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_LIST_MISSING',
    `"${list}" names ${plural(paths.length, 'file')} that ${paths.length === 1 ? 'does' : 'do'} not exist in the source.`,
    {
      at: at('list'),
      notes: [
        ...placesOf(
          paths.map(({ path, place }) => ({ path, place, reason: reasonOf(path) })),
          5,
        ),
        'Correct the paths, which are relative to the source, or remove the lines.',
      ],
    },
  );

import { at, plural, some } from '@expgraph/data/wording';
import { ExperimentError } from '@expgraph/sdk';

export const listNotXml = (place: string, reason: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_LIST', `${place}: this is not XML: ${reason}.`, {
    at: at('list'),
    notes: ['Correct or remove the file; each is the <annotation> of an image, as in Pascal VOC.'],
  });

export const listEmptyFolder = (list: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_LIST', `"${list}" is a folder without .xml files.`, {
    at: at('list'),
    notes: ['Give a .csv, .json or .jsonl file, or the folder Annotations of Pascal VOC.'],
  });

export const COCO_REMEDY = "Correct the entry, as in COCO's instances_val2017.json.";

export const VOC_REMEDY = 'Correct the file: each is the <annotation> of an image, as in Pascal VOC.';

export const listRecord = (
  place: string,
  expected = 'a path and a label',
  remedy = 'Give every image a path and a label: two columns of CSV, named in columns; [{ "path": ..., "label": ... }] in JSON.',
) =>
  new ExperimentError('EXPGRAPH_IMAGES_LIST', `${place}: expected ${expected}.`, { at: at('list'), notes: [remedy] });

export const listNumber = (place: string, found: number) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_LIST',
    `${place}: found an integer near ${found}, expected one of at most 2^53, beyond which neighbors are read as one.`,
    { at: at('list'), notes: ['Write it as a text, between double quotes.'] },
  );

export const listOfSeveral = (place: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_LIST', `${place}: the label is an array, expected one label.`, {
    at: at('list'),
    notes: ['Set multiLabel: true where images may have any number of classes.'],
  });

export const cocoReference = (place: string, field: string, found: unknown, kind: string) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_LIST_REFERENCE',
    `${place}: the ${field} ${JSON.stringify(found) ?? 'is missing, it'} is that of no ${kind} of the file.`,
    { at: at('list'), notes: [`Correct the ${field}, or remove the annotation.`] },
  );

export const cocoTwice = (place: string, list: 'images' | 'categories', id: unknown) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_LIST',
    `${place}: the id ${JSON.stringify(id)} is that of an earlier entry of ${list}.`,
    {
      at: at('list'),
      notes: ['Give each entry an id of its own.'],
    },
  );

export const noImages = (place: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_LIST', `${place}: found no image, expected at least one.`, {
    at: at('list'),
    notes: [COCO_REMEDY],
  });

/** `what`: an annotation of COCO, an object of Pascal VOC; `why`: crowds, marked difficult. */
export const noObjects = (place: string, count: number, what: 'annotation' | 'object', why: string) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_LIST_NO_OBJECT',
    count === 0
      ? `${place}: found no ${what}, expected at least one.`
      : `${place}: 0 of ${plural(count, what)} can be used: ${count} ${count === 1 ? 'is' : 'are'} ${why}.`,
    {
      at: at('list'),
      notes: [
        `Give a list with ${what === 'annotation' ? 'annotations of single objects' : 'objects that are not difficult'}, which say the classes of the images. Where classes are not known, remove list and set unlabelled: true.`,
      ],
    },
  );

export const columnsWithoutList = (option: 'weights' | 'keepColumns', column: string) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_COLUMN',
    `${option} names "${column}", and there is no list that could have this column.`,
    { at: at(option), notes: [`Give a list with the columns path, label and "${column}", or remove ${option}.`] },
  );

export const listColumnMissing = (place: string, column: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_COLUMN', `${place}: there is no "${column}".`, {
    at: at('keepColumns'),
    notes: ['Give every image a text or a number for each of the columns.'],
  });

export const listWeight = (place: string, path: string, found: unknown) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_WEIGHT',
    `${place}: the weight of "${path}" is ${JSON.stringify(found) ?? 'missing'}, expected a finite number of 0 or more.`,
    { at: at('list'), notes: ['Correct the weight; an image of weight 0 has no part in the loss.'] },
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

export const listAmbiguous = (place: string, path: string, files: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_LIST_AMBIGUOUS',
    `${place}: "${path}" is the name of ${plural(files.length, 'file')}: ${some(files)}.`,
    { at: at('list'), notes: ['Write its path, relative to the source, or set source to the folder of one of them.'] },
  );

/** `reasonOf` tells why a file that exists is not used. */
export const listFilesMissing = (
  list: string,
  paths: readonly ListedPath[],
  reasonOf: (path: string) => string | undefined = () => undefined,
) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_LIST_MISSING',
    `"${list}" names ${plural(paths.length, 'file')} that the source does not have.`,
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

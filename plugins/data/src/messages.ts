import { suggest } from '@expgraph/data/wording';
import { ExperimentError, formatTensorSpec, type NodePlace, type TensorSpec } from '@expgraph/sdk';

const at = (...option: (string | number)[]): NodePlace => ({ config: option });

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Some of the names in quotes, and how many there are. */
const some = (names: readonly string[], count = 3) => {
  const shown = names.slice(0, count).map((name) => `"${name}"`);
  return `${shown.join(', ')}${names.length > count ? ` … and ${names.length - count} more` : ''}`;
};

export const sharesTooLarge = (sum: number) =>
  new ExperimentError(
    'EXPGRAPH_DATA_SHARES',
    `train, validation and test add up to ${Number(sum.toFixed(9))}, expected at most 1.`,
    { at: at(), notes: ['Make them shares of the data, for example 0.7, 0.15 and 0.15; give all three.'] },
  );

export const sharesAreZero = () =>
  new ExperimentError('EXPGRAPH_DATA_SHARES', 'train, validation and test are all 0: no part would have an element.', {
    at: at(),
    notes: ['Give one of them a share, for example train: 0.7; or say in published what is in a part.'],
  });

export const tooFewToSplit = (size: number, parts: number, what = 'example') =>
  new ExperimentError(
    'EXPGRAPH_DATA_TOO_FEW',
    `${plural(size, what)} can not be split into ${plural(parts, 'part')}.`,
    {
      at: { input: 'data' },
      notes: ['Give it more data, or set a share to 0.'],
    },
  );

export const overlapping = () =>
  new ExperimentError(
    'EXPGRAPH_DATA_OVERLAPPING',
    'The windows overlap: at random, a part would have seen moments of the others.',
    {
      at: { input: 'data' },
      notes: ['Split the series, with timeseries/split, and make windows of each part.'],
    },
  );

export const publishedTwice = (name: string, parts: readonly string[]) =>
  new ExperimentError('EXPGRAPH_DATA_PUBLISHED_TWICE', `published puts "${name}" into ${parts.join(' and ')}.`, {
    at: at('published', parts[1]),
    notes: ['Let each element fit one part only.'],
  });

export const nothingSelected = (path: readonly string[], names: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_DATA_NOTHING_SELECTED',
    `${path.join('.')} fits none of the ${plural(names.length, 'element')}.`,
    {
      at: at(...path),
      notes: [`They are called ${some(names)}.`, 'Give what fits these names, their columns or their classes.'],
    },
  );

export const nothingLeft = (size: number) =>
  new ExperimentError('EXPGRAPH_DATA_NOTHING_LEFT', `None of the ${plural(size, 'element')} is left.`, {
    at: at(),
    notes: ['Drop less, or keep more.'],
  });

export const patternInvalid = (path: readonly string[], pattern: string, reason: string) =>
  new ExperimentError('EXPGRAPH_DATA_PATTERN', `${path.join('.')} is not a valid regular expression: ${reason}.`, {
    at: at(...path),
    notes: [
      `Fix "${pattern}"; for example, "^train/" fits the names that begin so.`,
      ...(reason.includes('escape')
        ? ['Remove "\\" before characters without a special meaning: "-", not "\\-".']
        : []),
    ],
  });

export const patternWithoutGroup = (pattern: string) =>
  new ExperimentError('EXPGRAPH_DATA_PATTERN', `groupBy.names, "${pattern}", has no group.`, {
    at: at('groupBy', 'names'),
    notes: ['Put the part of the name that the group is between "(" and ")", for example "^([^/]+)/".'],
  });

export const withoutGroup = (path: readonly string[], name: string) =>
  new ExperimentError('EXPGRAPH_DATA_GROUP', `"${name}" has no group by ${path.join('.')}.`, {
    at: at(...path),
    notes: ['Every element has to have a group: give a pattern that fits each name, or a column that each has.'],
  });

export const oneOf = (path: readonly string[], first: string, second: string) =>
  new ExperimentError('EXPGRAPH_DATA_ONE_OF', `Expected one of ${first} and ${second}.`, {
    at: at(...path),
    notes: [`Give ${first} or ${second}.`],
  });

export const valuesAndColumn = (path: readonly string[]) =>
  new ExperimentError('EXPGRAPH_DATA_COLUMN', 'column and values go together, and one of them is missing.', {
    at: at(...path),
    notes: ['Write both, for example column: part, values: [train].'],
  });

export const columnUnknown = (path: readonly string[], column: string) =>
  new ExperimentError('EXPGRAPH_DATA_COLUMN', `The data have no column "${column}".`, {
    at: at(...path),
    notes: ['Name it in keepColumns of load/images. Behind concat, all of its inputs must have the column.'],
  });

export const classUnknown = (path: readonly string[], name: string, classes: readonly string[]) => {
  const near = suggest(name, classes);
  return new ExperimentError(
    'EXPGRAPH_DATA_CLASS',
    `The data have no class "${name}".${near ? ` Did you mean "${near}"?` : ''}`,
    { at: at(...path), notes: [`Their classes are: ${some(classes, 10) || 'none'}.`] },
  );
};

export const labelsAreNoClasses = (what: string) =>
  new ExperimentError('EXPGRAPH_DATA_NO_CLASSES', `${what} needs classes of each element, and the data have none.`, {
    at: { input: 'data' },
    notes: ['Connect data whose labels are classes, one or several for each element.'],
  });

export const takeTooMany = (size: number, skip: number) =>
  new ExperimentError('EXPGRAPH_DATA_TAKE', `skip is ${skip}, and the data have ${plural(size, 'element')}.`, {
    at: at('skip'),
    notes: [`Skip fewer than ${size}.`],
  });

export const fewerThanCount = (count: number, left: number, skip: number) =>
  `count is ${count}, and there ${left === 1 ? 'is' : 'are'} ${plural(left, 'element')}${skip > 0 ? ` behind the first ${skip}` : ''}: all are taken.`;

export const tooFewForStreams = (size: number, count: number) =>
  new ExperimentError(
    'EXPGRAPH_DATA_STREAMS',
    `${plural(size, 'element')} can not be cut into ${plural(count, 'stream')}.`,
    {
      at: at('count'),
      notes: [`Set count to ${size} or less, or give it more data.`],
    },
  );

export const leftOutOfStreams = (left: number, size: number, count: number) =>
  `The last ${left} of ${plural(size, 'element')} ${left === 1 ? 'is' : 'are'} left out: ${plural(count, 'stream')} are as long as one another.`;

export const featuresDiffer = (input: string, found: TensorSpec, expected: TensorSpec) =>
  new ExperimentError(
    'EXPGRAPH_DATA_FEATURES',
    `The features of "${input}" are ${formatTensorSpec(found)}, those of "first" are ${formatTensorSpec(expected)}.`,
    { at: { input }, notes: ['Load both in the same size and range.'] },
  );

export const labelsDiffer = (input: string) =>
  new ExperimentError('EXPGRAPH_DATA_LABELS', `The labels of "${input}" are of another kind than those of "first".`, {
    at: { input },
    notes: ['Connect data whose labels are all classes, or all numbers.'],
  });

export const classesDiffer = (input: string, found: readonly string[], expected: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_DATA_CLASSES',
    `The classes of "${input}" are ${some(found, 5)}, those of "first" are ${some(expected, 5)}.`,
    { at: { input }, notes: ['Mend the names of the classes, or set classes: union to have those of all.'] },
  );

export const cacheTooLarge = (megabytes: number, limit: number) =>
  new ExperimentError(
    'EXPGRAPH_DATA_CACHE_TOO_LARGE',
    `The data are ${megabytes} MB, more than maxMegabytes, ${limit}.`,
    { at: at('maxMegabytes'), notes: [`Set it to ${megabytes} or more, or make the data smaller.`] },
  );

export const textsNotCached = () =>
  new ExperimentError('EXPGRAPH_DATA_CACHE_TEXTS', 'The features of "data" are texts, expected numbers.', {
    at: { input: 'data' },
    notes: ['Put the cache behind the node that makes numbers of them.'],
  });

export const augmentedOnce = () =>
  'The data differ in each epoch, and the first variant of each element is kept. Set variants to keep more.';

export const ambiguousName = (option: readonly string[], place: string, name: string, names: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_DATA_NAME_AMBIGUOUS',
    `${place}: "${name}" is the name of ${plural(names.length, 'element')}: ${some(names)}.`,
    { at: at(...option), notes: ['Write the whole name of the element in the list.'] },
  );

export const keptAndDropped = (size: number, kept: number, notKept: number, dropped: number) =>
  `Kept ${kept} of ${plural(size, 'element')}; dropped ${[
    ...(notKept > 0 ? [`${notKept} that keep does not match`] : []),
    ...(dropped > 0 ? [`${dropped} that drop matches`] : []),
  ].join(' and ')}.`;

export const taken = (count: number, size: number, skip: number) =>
  `Took ${count} of ${plural(size, 'element')}${skip > 0 ? `, after the first ${skip}` : ''}.`;

export const inNoPart = (count: number, size: number, why: string) =>
  `${count} of ${plural(size, 'element')} ${count === 1 ? 'is' : 'are'} in no part: ${why}.`;

export const namesUnknown = (list: string, unknown: readonly string[], all: number) =>
  `${unknown.length} of ${all} names in "${list}" are not in the data: ${some(unknown)}.`;

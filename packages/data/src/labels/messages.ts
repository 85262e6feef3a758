import { ExperimentError } from '@expgraph/sdk';
import { at } from '../wording/index.js';

export const patternInvalid = (pattern: string, reason: string) =>
  new ExperimentError('EXPGRAPH_DATA_LABELS_PATTERN', `labels is not a valid regular expression: ${reason}.`, {
    at: at('labels'),
    notes: [
      `Fix "${pattern}"; for example, "^([^/]+)/" matches the first folder of a path.`,
      ...(reason.includes('escape')
        ? ['Remove "\\" before characters without a special meaning: "-", not "\\-".']
        : []),
    ],
  });

export const patternWithoutGroup = (pattern: string) =>
  new ExperimentError('EXPGRAPH_DATA_LABELS_GROUP', `The regular expression "${pattern}" has no capturing group.`, {
    at: at('labels'),
    notes: ['Put the part of the path that is the label in parentheses, for example "^([^/]+)/".'],
  });

export const labelEmpty = (place: string) =>
  new ExperimentError('EXPGRAPH_DATA_LABEL_EMPTY', `The label of "${place}" is empty.`, {
    at: at('source'),
    notes: ['Rename the folder, or fix the label: a class name needs at least one character that is not white space.'],
  });

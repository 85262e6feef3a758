import { className } from '@expgraph/data/labels';
import { type Dataset, Type } from '@expgraph/sdk';
import { patternOf } from './example-selection.js';
import { columnUnknown, oneOf, patternWithoutGroup, withoutGroup } from './messages.js';

/** Schema of the option `groupBy`. */
export const groupBySchema = Type.Object(
  {
    names: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          'A regular expression on the names of the examples; the group is its first capturing group that matches.',
      }),
    ),
    column: Type.Optional(
      Type.String({ minLength: 1, description: 'A column that the dataset keeps for each example.' }),
    ),
  },
  {
    description:
      'Groups of examples that stay in one part, for example all images of a patient or all frames of a video. By default each example is a group.',
  },
);

export interface GroupBy {
  readonly names?: string;
  readonly column?: string;
}

/** Checks the option before the data are read. @throws ExperimentError */
export function checkGroups({ names, column }: GroupBy): void {
  if ((names === undefined) === (column === undefined)) throw oneOf(['groupBy'], 'names', 'column');
  if (names !== undefined) groupPattern(names);
}

/** Returns the group of each example, `[size]`. */
export function groupsOf(data: Dataset, { names, column }: GroupBy): readonly string[] {
  if (column !== undefined) {
    const values = data.column?.(column);
    if (!values) throw columnUnknown(['groupBy', 'column'], column);
    return values.map(className);
  }
  const pattern = groupPattern(names ?? '');
  return Array.from({ length: data.size }, (_, index) => {
    const name = data.name(index);
    const group = pattern
      .exec(name.normalize('NFC'))
      ?.slice(1)
      .find((found) => found !== undefined && found !== '');
    if (group === undefined) throw withoutGroup(['groupBy', 'names'], name);
    return group;
  });
}

function groupPattern(text: string): RegExp {
  const pattern = patternOf(text, ['groupBy', 'names']);
  // With an empty alternative the expression matches anything, so that the match has as many entries as there are groups.
  if (new RegExp(`${pattern.source}|`, 'u').exec('')?.length === 1) throw patternWithoutGroup(text);
  return pattern;
}

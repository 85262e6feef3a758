import { className } from '@expgraph/data/labels';
import { type Dataset, Type } from '@expgraph/sdk';
import { patternOf } from './element-selection.js';
import { columnUnknown, oneOf, patternWithoutGroup, withoutGroup } from './messages.js';

/** The schema of what elements are of one group by. */
export const elementGroups = Type.Object(
  {
    names: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'A regular expression on the name; its first group that matches counts.',
      }),
    ),
    column: Type.Optional(Type.String({ minLength: 1, description: 'A column that was kept of each element.' })),
  },
  {
    description:
      'What belongs together and is not divided: all pictures of a patient, all frames of a film. By default each element is by itself.',
  },
);

export interface ElementGroups {
  readonly names?: string;
  readonly column?: string;
}

/** Refuses, without data, what can not be. */
export function checkGroups({ names, column }: ElementGroups): void {
  if ((names === undefined) === (column === undefined)) throw oneOf(['groupBy'], 'names', 'column');
  if (names !== undefined) groupPattern(names);
}

/** `[size]`: the group of each element. */
export function groupsOf(data: Dataset, { names, column }: ElementGroups): readonly string[] {
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
  // With an empty alternative the expression matches anything, which tells the number of its groups.
  if (new RegExp(`${pattern.source}|`, 'u').exec('')?.length === 1) throw patternWithoutGroup(text);
  return pattern;
}

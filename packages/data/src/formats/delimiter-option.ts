import { Type } from '@expgraph/sdk';

/** Returns the schema of the option for the delimiter of a table. */
export const delimiterOption = () =>
  Type.Optional(
    Type.String({
      pattern: '^[^"\\r\\n]$',
      description:
        'Character between the columns of a table, for example ";". Default: a tab in .tsv files, a comma in others, or the character that separates the first line if it has neither.',
    }),
  );

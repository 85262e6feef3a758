import { Type } from '@expgraph/sdk';

/** Returns the option that says the delimiter of a table. */
export const delimiterOption = () =>
  Type.Optional(
    Type.String({
      pattern: '^[^"\\r\\n]$',
      description:
        'Character between the columns of a table, for example ";". Without it, a tab in .tsv files and a comma in others, unless the first line has neither.',
    }),
  );

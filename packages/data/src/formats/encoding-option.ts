import { Type } from '@expgraph/sdk';

/** Returns the schema of the option for the encoding of some files. */
export const encodingOption = (what: string) =>
  Type.Optional(
    Type.String({
      minLength: 1,
      description: `Text encoding of ${what}, for example cp949, shift_jis, utf-16 or windows-1252. Default: UTF-8. Invalid bytes are an error.`,
    }),
  );

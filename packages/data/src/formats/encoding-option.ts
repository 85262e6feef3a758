import { Type } from '@expgraph/sdk';

/** Returns the option that says the text encoding of some files. */
export const encodingOption = (what: string) =>
  Type.Optional(
    Type.String({
      minLength: 1,
      description: `Text encoding of ${what}, for example cp949, shift_jis, utf-16 or windows-1252. Without it, UTF-8; bytes that are not valid are an error.`,
    }),
  );

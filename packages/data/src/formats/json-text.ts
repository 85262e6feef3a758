/** Returns JSON of a value, with NaN and infinities as strings: `"NaN"`, `"Infinity"`, `"-Infinity"`. `Number` reads them back. */
export const jsonText = (value: unknown, indent?: number): string =>
  JSON.stringify(
    value,
    (_, part: unknown) => (typeof part === 'number' && !Number.isFinite(part) ? String(part) : part),
    indent,
  );

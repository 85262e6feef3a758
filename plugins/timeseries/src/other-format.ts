import { DECIMALS, isAbsent, type NumberFormat, numberReader, THOUSANDS } from './number-field.js';

/** A way to write numbers that fits fields, where the one that was said does not. */
export interface OtherFormat {
  /** How people call it. */
  readonly name: string;
  /** The options that say so. */
  readonly options: string;
}

/** Returns how all fields, which are not missing, are written as numbers; undefined where they are not. */
export function otherFormat(fields: readonly string[], given: NumberFormat): OtherFormat | undefined {
  const found = fields.filter((field) => !isAbsent(field));
  if (found.length === 0) return undefined;
  const fits = (format: NumberFormat) => {
    const numberOf = numberReader(format);
    return found.every((field) => Number.isFinite(numberOf(field)));
  };
  const decimal = DECIMALS.find((mark) => mark !== given.decimal) as NumberFormat['decimal'];
  const byDecimal = fits({ decimal, thousands: given.thousands });
  const byThousands = THOUSANDS.find((mark) => mark !== given.decimal && fits({ ...given, thousands: mark }));
  if (byDecimal && byThousands) {
    const options = `decimal: ${quoted(decimal)} if it begins the fraction, or thousands: ${quoted(byThousands)} if not`;
    return { name: `${NAMES[decimal]} in them`, options };
  }
  if (byDecimal) return { name: DECIMAL_NAMES[decimal], options: `decimal: ${quoted(decimal)}` };
  if (byThousands) {
    return { name: `${NAMES[byThousands]} between thousands`, options: `thousands: ${quoted(byThousands)}` };
  }
  const both = THOUSANDS.find((mark) => mark !== decimal && fits({ decimal, thousands: mark }));
  if (both === undefined) return undefined;
  return {
    name: `${DECIMAL_NAMES[decimal]} and ${NAMES[both]} between thousands`,
    options: `decimal: ${quoted(decimal)} and thousands: ${quoted(both)}`,
  };
}

const NAMES = { '.': 'a point', ',': 'a comma', ' ': 'a blank', "'": 'an apostrophe' } as const;

const DECIMAL_NAMES = { '.': 'a decimal point', ',': 'a decimal comma' } as const;

const quoted = (mark: string) => `"${mark}"`;

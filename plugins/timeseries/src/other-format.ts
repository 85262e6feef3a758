import { DECIMALS, isAbsent, type NumberFormat, numberReader, THOUSANDS } from './number-field.js';

/** A number format that fits values which the configured one does not fit. */
export interface OtherFormat {
  /** Name of the format in messages. */
  readonly name: string;
  /** The options that select it. */
  readonly options: string;
}

/** Returns a number format that fits all fields that are not missing, or undefined. */
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
    const options = `decimal: ${quoted(decimal)} if it is the decimal mark, or thousands: ${quoted(byThousands)} if it separates thousands`;
    return { name: `${NAMES[decimal]} as decimal mark or thousands separator`, options };
  }
  if (byDecimal) return { name: DECIMAL_NAMES[decimal], options: `decimal: ${quoted(decimal)}` };
  if (byThousands) {
    return { name: `${NAMES[byThousands]} as thousands separator`, options: `thousands: ${quoted(byThousands)}` };
  }
  const both = THOUSANDS.find((mark) => mark !== decimal && fits({ decimal, thousands: mark }));
  if (both === undefined) return undefined;
  return {
    name: `${DECIMAL_NAMES[decimal]} and ${NAMES[both]} as thousands separator`,
    options: `decimal: ${quoted(decimal)} and thousands: ${quoted(both)}`,
  };
}

const NAMES = { '.': 'a point', ',': 'a comma', ' ': 'a space', "'": 'an apostrophe' } as const;

const DECIMAL_NAMES = { '.': 'a decimal point', ',': 'a decimal comma' } as const;

const quoted = (mark: string) => `"${mark}"`;

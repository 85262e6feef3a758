import { type Picture, Type } from '@expgraph/sdk';
import { briefValue } from '../../diagnostics/brief.js';
import { expected } from '../../schema/explain.js';
import type { JsonSchema } from '../../schema/json-schema.js';
import { validate } from '../../schema/validate.js';
import { pictureFile, pictureKind, pictureNumbers, pictureShape } from '../messages.js';

const text = Type.String();
const texts = Type.Array(text);
const numbers = Type.Array(Type.Union([Type.Number(), Type.Null()]));
const axis = Type.Optional(Type.Object({ label: Type.Optional(text), names: Type.Optional(texts) }));
const series = Type.Array(Type.Object({ name: text, values: numbers }));

const picture = <Properties extends Parameters<typeof Type.Object>[0]>(properties: Properties) =>
  Type.Object(
    { kind: text, caption: Type.Optional(text), ...properties },
    // A later version may add properties.
    { additionalProperties: true },
  );

/** Pictures after a round trip through JSON. */
const SCHEMAS: Readonly<Record<Picture['kind'], object>> = {
  lines: picture({ x: axis, y: Type.Optional(text), series }),
  bars: picture({ names: texts, y: Type.Optional(text), series }),
  grid: picture({ rows: axis, columns: axis, values: Type.Array(numbers) }),
  texts: picture({
    label: Type.Optional(text),
    texts: Type.Array(Type.Object({ title: text, tokens: texts, values: numbers })),
  }),
  image: picture({ folder: text, file: text }),
};

/** Image files that a report can show. */
const IMAGES = /^[^/\\]+\.(png|jpe?g|gif|webp|svg)$/i;

/**
 * Returns a picture as stored in the journal: null for numbers that are not finite.
 * @throws PluginError if the picture is malformed
 */
export function checkedPicture(title: string, given: Picture): Picture {
  const checked = JSON.parse(JSON.stringify(Object(given))) as Picture;
  if (!Object.hasOwn(SCHEMAS, checked.kind)) throw pictureKind(title, checked.kind, Object.keys(SCHEMAS));
  checkShape(title, checked);
  if (checked.kind === 'image') {
    if (!IMAGES.test(checked.file)) throw pictureFile(title, checked.file);
  } else for (const row of rowsOf(checked)) checkLength(title, row);
  return checked;
}

function checkShape(title: string, checked: Picture): void {
  const errors = validate(SCHEMAS[checked.kind] as JsonSchema, checked);
  // The error of a union has the value and all its alternatives.
  const error = errors.find(({ keyword }) => keyword === 'anyOf') ?? errors[0];
  if (!error) return;
  const schema = (error.parentSchema ?? {}) as JsonSchema;
  const path = error.instancePath.split('/').slice(1);
  const missing = error.params.missingProperty as string | undefined;
  if (missing === undefined) throw pictureShape(title, path.join('.'), briefValue(error.data), expected(schema));
  throw pictureShape(title, [...path, missing].join('.'), 'missing', expected(schema.properties?.[missing] ?? {}));
}

interface Row {
  /** Name of the row. */
  readonly of: string;
  readonly found: number;
  /** Undefined if any number is allowed. */
  readonly expected?: number;
}

function rowsOf(picture: Exclude<Picture, { kind: 'image' }>): Row[] {
  if (picture.kind === 'texts')
    return picture.texts.map(({ title, tokens, values }) => ({
      of: title,
      found: values.length,
      expected: tokens.length,
    }));
  if (picture.kind === 'grid') {
    const { rows, columns, values } = picture;
    const width = columns?.names?.length ?? values[0]?.length;
    const lines = values.map((line, index) => ({
      of: rows?.names?.[index] ?? `row ${index + 1}`,
      found: line.length,
      expected: width,
    }));
    return [{ of: 'rows', found: values.length, expected: rows?.names?.length }, ...lines];
  }
  const names = picture.kind === 'bars' ? picture.names : picture.x?.names;
  return picture.series.map(({ name, values }) => ({ of: name, found: values.length, expected: names?.length }));
}

function checkLength(title: string, { of, found, expected }: Row): void {
  if (expected !== undefined && found !== expected) throw pictureNumbers(title, of, found, expected);
}

import type { Picture } from '@expgraph/sdk';
import { pictureFile, pictureKind, pictureNumbers } from '../messages.js';

const KINDS: ReadonlySet<string> = new Set<Picture['kind']>(['lines', 'bars', 'grid', 'texts', 'image']);

/** Image files that a report can show. */
const IMAGES = /^[^/\\]+\.(png|jpe?g|gif|webp|svg)$/i;

/**
 * Returns a picture as stored in the journal: null for numbers that are not finite.
 * @throws PluginError if the picture is malformed
 */
export function checkedPicture(title: string, picture: Picture): Picture {
  if (!KINDS.has(picture.kind)) throw pictureKind(title, picture.kind, [...KINDS]);
  if (picture.kind === 'image') {
    if (!IMAGES.test(picture.file)) throw pictureFile(title, picture.file);
  } else for (const row of rowsOf(picture)) checkLength(title, row);
  return JSON.parse(JSON.stringify(picture)) as Picture;
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

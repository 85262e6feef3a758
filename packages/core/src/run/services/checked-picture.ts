import type { Picture } from '@expgraph/sdk';
import { pictureFile, pictureKind, pictureNumbers } from '../messages.js';

const KINDS: ReadonlySet<string> = new Set<Picture['kind']>(['lines', 'bars', 'grid', 'texts', 'image']);

/** The files that a report can show. */
const IMAGES = /^[^/\\]+\.(png|jpe?g|gif|webp|svg)$/i;

/**
 * A picture as the journal keeps it: with null for what is not finite, which JSON does not have.
 * @throws PluginError where there is not a number a name
 */
export function checkedPicture(title: string, picture: Picture): Picture {
  if (!KINDS.has(picture.kind)) throw pictureKind(title, picture.kind, [...KINDS]);
  if (picture.kind === 'image') {
    if (!IMAGES.test(picture.file)) throw pictureFile(title, picture.file);
  } else for (const row of rowsOf(picture)) checkLength(title, row);
  return JSON.parse(JSON.stringify(picture)) as Picture;
}

interface Row {
  /** What the numbers are of. */
  readonly of: string;
  readonly found: number;
  /** Undefined where it may be any. */
  readonly expected?: number;
}

function rowsOf(picture: Exclude<Picture, { kind: 'image' }>): Row[] {
  if (picture.kind === 'texts')
    return picture.texts.map(({ title, tokens, values }) => ({
      ...{ of: title, found: values.length, expected: tokens.length },
    }));
  if (picture.kind === 'grid') {
    const { rows, columns, values } = picture;
    const width = columns?.names?.length ?? values[0]?.length;
    const lines = values.map((line, index) => ({
      ...{ of: rows?.names?.[index] ?? `row ${index + 1}`, found: line.length, expected: width },
    }));
    return [{ of: 'rows', found: values.length, expected: rows?.names?.length }, ...lines];
  }
  const names = picture.kind === 'bars' ? picture.names : picture.x?.names;
  return picture.series.map(({ name, values }) => ({ of: name, found: values.length, expected: names?.length }));
}

function checkLength(title: string, { of, found, expected }: Row): void {
  if (expected !== undefined && found !== expected) throw pictureNumbers(title, of, found, expected);
}

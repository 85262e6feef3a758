import type { TableRow } from '@expgraph/data/formats';
import type { ListRecord } from './list-record.js';
import { listRecord } from './messages.js';

/**
 * Returns the images of ImageNet's `LOC_val_solution.csv`, with the columns `ImageId` and `PredictionString` (synset and box of each object).
 * The ids are file names without extension; all objects of an image belong to its class.
 */
export function imageNetRecords(list: string, rows: readonly TableRow[]): ListRecord[] {
  return rows.map(({ fields: [id, objects], line }) => {
    const place = () => `${list}:${line}`;
    const synset = /^\s*(n\d{8})(?:\s|$)/.exec(objects ?? '')?.[1];
    if (!id || synset === undefined)
      throw listRecord(place(), 'an ImageId and a synset, for example n01440764 1 2 3 4');
    return { path: id, labels: [synset], place };
  });
}

/** Reads ImageNet's `LOC_synset_mapping.txt` or `words.txt`. Each line has a synset and its names; the first is the class name. */
export function synsetNames(text: string): Record<string, string> | undefined {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const names = lines.map((line) => /^(n\d{8})\s+([^,]+)/.exec(line));
  if (names.length === 0 || names.some((found) => found === null)) return undefined;
  return Object.fromEntries(names.map((found) => [found?.[1], found?.[2].trim()]));
}

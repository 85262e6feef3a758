import type { TableRow } from '@expgraph/data/formats';
import type { ListRecord } from './list-record.js';
import { listRecord } from './messages.js';

/**
 * Returns the images of ImageNet's `LOC_val_solution.csv`, columns `ImageId` and `PredictionString`: the synset and box of each object. The images are
 * named without their ending; all objects of an image are of its class.
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

/** Reads ImageNet's `LOC_synset_mapping.txt` or `words.txt`: a synset, then its names, of which the first is the class's. */
export function synsetNames(text: string): Record<string, string> | undefined {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const names = lines.map((line) => /^(n\d{8})\s+([^,]+)/.exec(line));
  if (names.length === 0 || names.some((found) => found === null)) return undefined;
  return Object.fromEntries(names.map((found) => [found?.[1], found?.[2].trim()]));
}

import { posix } from 'node:path';
import type { Dataset, Logger } from '@expgraph/sdk';
import { ambiguousName, namesUnknown } from './messages.js';

/** A name and numbers behind it: lists of Pascal VOC say there whether an image has a class. */
const NAME_AND_NUMBERS = /^(\S+)(?:\s+[+-]?\d+(?:\.\d+)?)+$/;

interface ListFile {
  /** What messages call it. */
  readonly list: string;
  /** The option that names it. */
  readonly option: readonly string[];
}

/**
 * Returns which elements a list names, one a line: by the whole name, by the name without its extension, or by its last part with or
 * without extension, where one name only has that. `[size]`
 * @throws at a line that could mean elements of several names
 */
export function listedElements(data: Dataset, text: string, { list, option }: ListFile, logger: Logger): boolean[] {
  const finder = new NameFinder(data);
  const lines = text
    .split(/\r\n|\n|\r/)
    .map((line, index) => ({ name: line.trim(), line: index + 1 }))
    .filter(({ name }) => name !== '');
  const found = lines.map(({ name }) => finder.find(name));
  // Where names have blanks in them, what stands behind a blank belongs to the name.
  const hasBlanks = lines.some(({ name }, index) => found[index].length > 0 && /\s/.test(name));
  const listed = new Set<string>();
  const unknown: string[] = [];
  for (const [index, { name, line }] of lines.entries()) {
    const alone = hasBlanks ? undefined : NAME_AND_NUMBERS.exec(name)?.[1];
    const names = found[index].length > 0 || alone === undefined ? found[index] : finder.find(alone);
    if (names.length > 1) throw ambiguousName(option, `${list}:${line}`, alone ?? name, names);
    if (names.length === 0) unknown.push(name);
    else listed.add(names[0]);
  }
  if (unknown.length > 0) logger.warn(namesUnknown(list, unknown, lines.length));
  return finder.names.map((name) => listed.has(name));
}

/** Finds the names of elements that a line of a list may mean. */
class NameFinder {
  /** `[size]` */
  readonly names: readonly string[];
  /** By the whole name, without its extension, by its last part, and by that without its extension. */
  private readonly indices: readonly Map<string, Set<string>>[] = [new Map(), new Map(), new Map(), new Map()];

  constructor(data: Dataset) {
    this.names = Array.from({ length: data.size }, (_, index) => data.name(index).normalize('NFC'));
    for (const name of new Set(this.names)) {
      const { dir, base, name: stem } = posix.parse(name);
      const keys = [name, dir === '' ? stem : `${dir}/${stem}`, base, stem];
      for (const [index, key] of keys.entries()) {
        const of = this.indices[index];
        of.set(key, (of.get(key) ?? new Set()).add(name));
      }
    }
  }

  /** The first way to name elements that fits counts. */
  find(name: string): readonly string[] {
    const key = posix.normalize(name.normalize('NFC').replaceAll('\\', '/'));
    const names = this.indices.map((index) => index.get(key)).find((found) => found !== undefined);
    return [...(names ?? [])];
  }
}

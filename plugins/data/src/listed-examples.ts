import { posix } from 'node:path';
import type { Dataset, Logger } from '@expgraph/sdk';
import { ambiguousName, namesUnknown } from './messages.js';

/** A name followed by numbers: lists of Pascal VOC say there whether an image has a class. */
const NAME_AND_NUMBERS = /^(\S+)(?:\s+[+-]?\d+(?:\.\d+)?)+$/;

interface ListFile {
  /** The name of the list in messages. */
  readonly list: string;
  /** The path of the option that names the list. */
  readonly option: readonly string[];
}

/**
 * Returns which examples a list with one name per line contains, `[size]`. A line is a full name, a full name without extension, or the last
 * path component with or without extension, where only one name ends in it.
 * @throws ExperimentError at a line that matches several names
 */
export function listedExamples(data: Dataset, text: string, { list, option }: ListFile, logger: Logger): boolean[] {
  const finder = new NameFinder(data);
  const lines = text
    .split(/\r\n|\n|\r/)
    .map((line, index) => ({ name: line.trim(), line: index + 1 }))
    .filter(({ name }) => name !== '');
  const found = lines.map(({ name }) => finder.find(name));
  // If names contain spaces, the text after a space belongs to the name.
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

/** Finds the names of examples that a line of a list may mean. */
class NameFinder {
  /** `[size]` */
  readonly names: readonly string[];
  /** Indices of the names: by full name, by full name without extension, by last path component, and by that without extension. */
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

  /** Returns the matches of the first index that has any. */
  find(name: string): readonly string[] {
    const key = posix.normalize(name.normalize('NFC').replaceAll('\\', '/'));
    const names = this.indices.map((index) => index.get(key)).find((found) => found !== undefined);
    return [...(names ?? [])];
  }
}

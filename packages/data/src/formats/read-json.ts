import type { Notice } from '../wording/index.js';
import { firstDuplicate, measureJson } from './json-duplicates.js';
import { jsonFault, MOST_LEVELS } from './json-fault.js';
import { duplicateKey, notJson, tooLargeForMemory } from './json-messages.js';
import { formatPath, lineAndColumn } from './json-place.js';
import { blankLinesNotice } from './table-messages.js';
import type { TextFile } from './text-file.js';

/**
 * Returns the value of a JSON text.
 * @param text Without a byte order mark, as `readText` returns it.
 * @throws ExperimentError with file, line and column where the text is not valid JSON, is nested too deeply, or has a duplicate key
 */
export function readJson(text: string, options: TextFile): unknown {
  return parsed(text, options, 1);
}

function parsed(text: string, options: TextFile, firstLine: number): unknown {
  const placeOf = (position: number) => lineAndColumn(text, position, firstLine);
  const { keys, levels } = measureJson(text, MOST_LEVELS);
  const tooDeep = levels > MOST_LEVELS ? jsonFault(text) : undefined;
  if (tooDeep) throw notJson(options, placeOf(tooDeep.position), tooDeep);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const fault = jsonFault(text);
    throw fault
      ? notJson(options, placeOf(fault.position), fault)
      : tooLargeForMemory(options, (error as Error).message);
  }
  const twice = countKeys(value) < keys ? firstDuplicate(text) : undefined;
  if (twice) throw duplicateKey(options, placeOf(twice.position), formatPath(twice.path));
  return value;
}

/** Returns the number of keys of all objects in a value. */
function countKeys(value: unknown): number {
  let keys = 0;
  const open = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null) continue;
    const inner: readonly unknown[] = Array.isArray(next) ? next : Object.values(next);
    if (!Array.isArray(next)) keys += inner.length;
    for (const one of inner) if (typeof one === 'object' && one !== null) open.push(one);
  }
  return keys;
}

export interface JsonLine {
  readonly value: unknown;
  /** Line number, from 1. */
  readonly line: number;
}

/** Returns the values of a text with one JSON value per line. Blank lines are skipped. @throws like `readJson` */
export function readJsonLines(
  text: string,
  options: TextFile,
): { readonly values: readonly JsonLine[]; readonly notices: readonly Notice[] } {
  const values: JsonLine[] = [];
  const blank: number[] = [];
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (line.trim() === '') blank.push(index + 1);
    else values.push({ value: parsed(line, options, index + 1), line: index + 1 });
  }
  const between = blank.filter((line) => line < (values.at(-1)?.line ?? 0));
  if (between.length === 0) return { values, notices: [] };
  const message = blankLinesNotice(options.file, between.length, between[0]);
  return { values, notices: [{ level: 'info', message }] };
}

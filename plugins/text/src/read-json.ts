import { notJson, notRecords } from './messages.js';
import type { TextRecord } from './text-record.js';

export interface FieldNames {
  readonly text: string | number;
  readonly label: string | number;
}

/** The records of an array in JSON. */
export function readJson(content: string, file: string, fields: FieldNames): TextRecord[] {
  const value = parse(content, file, 1);
  if (!Array.isArray(value)) throw notRecords(file, value);
  return value.map((record: unknown, index) => recordOf(record, fields, `${file}, record ${index + 1}`));
}

/** The records of a file with one object in JSON a line. Empty lines are left out. */
export function readJsonLines(content: string, file: string, fields: FieldNames): TextRecord[] {
  return content.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === '') return [];
    return [recordOf(parse(line, file, index + 1), fields, `${file}:${index + 1}`)];
  });
}

function recordOf(record: unknown, { text, label }: FieldNames, place: string): TextRecord {
  const found = (typeof record === 'object' && record !== null ? record : {}) as Record<string, unknown>;
  return { text: found[text], label: found[label], place };
}

/** `line`: where the content begins in its file. */
function parse(content: string, file: string, line: number): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    const { message } = error as Error;
    const position = Number(/position (\d+)/.exec(message)?.[1] ?? 0);
    throw notJson(file, line + content.slice(0, position).split('\n').length - 1, message);
  }
}

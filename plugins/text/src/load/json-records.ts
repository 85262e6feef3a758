import { jsonPlace, readJson, readJsonLines } from '@expgraph/data/formats';
import type { Notice } from '@expgraph/data/wording';
import { notRecords } from './messages.js';
import type { TextRecord } from './text-record.js';

export interface FieldNames {
  readonly text: string | number;
  readonly label: string | number;
}

/** Returns the records of a JSON array. */
export function jsonRecords(content: string, file: string, fields: FieldNames): TextRecord[] {
  const value = readJson(content, { file });
  if (!Array.isArray(value)) throw notRecords(file, value);
  return value.map((record: unknown, index) => ({
    ...recordOf(record, fields, `${file}, record ${index + 1}`),
    where: () => `${file}:${jsonPlace(content, [index])} (record ${index + 1})`,
  }));
}

/** Returns the records of a JSON Lines file. Blank lines are skipped. */
export function jsonLineRecords(
  content: string,
  file: string,
  fields: FieldNames,
  onNotice?: (notice: Notice) => void,
): TextRecord[] {
  const { values, notices } = readJsonLines(content, { file });
  for (const notice of notices) onNotice?.(notice);
  return values.map(({ value, line }) => recordOf(value, fields, `${file}:${line}`));
}

function recordOf(record: unknown, { text, label }: FieldNames, place: string): TextRecord {
  const found = (typeof record === 'object' && record !== null ? record : {}) as Record<string, unknown>;
  const value = (name: string | number) => (Object.hasOwn(found, name) ? found[name] : undefined);
  return { text: value(text), label: value(label), place };
}

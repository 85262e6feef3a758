import type { FieldNames } from './json-records.js';
import { linesHaveNoColumnNames, noConlluColumn } from './tag-messages.js';
import type { TextRecord } from './text-record.js';

/** The columns of CoNLL-U, the format of Universal Dependencies. */
const CONLLU = ['id', 'form', 'lemma', 'upos', 'xpos', 'feats', 'head', 'deprel', 'deps', 'misc'];

/** Separates documents in files of CoNLL-2003. */
const BETWEEN_DOCUMENTS = '-DOCSTART-';

/**
 * Reads a file with one token and its tag per line, separated by tabs or else spaces, and a blank line after each text. By default the token is
 * the first column and the tag the last, or `form` and `upos` of CoNLL-U, whose comments, multiword tokens and empty nodes are skipped.
 * @param countSkipped Receives the kind of each skipped line, except comments.
 */
export function readTaggedLines(
  content: string,
  file: string,
  columns: FieldNames,
  countSkipped: (what: string) => void = () => undefined,
): TextRecord[] {
  const isConllu = file.toLowerCase().endsWith('.conllu');
  const [token, tag] = (['text', 'label'] as const).map((role) => columnOf(role, columns[role], isConllu));
  const records: TextRecord[] = [];
  let current: { tokens: string[]; tags: (string | undefined)[]; place: string } | undefined;
  const end = () => {
    if (current?.tokens.join() === BETWEEN_DOCUMENTS) countSkipped(BETWEEN_DOCUMENTS);
    else if (current) records.push({ text: current.tokens, label: current.tags, place: current.place });
    current = undefined;
  };
  for (const [index, line] of content.split(/\r?\n/).entries()) {
    const cells = line.includes('\t') ? line.split('\t') : line.trim().split(/ +/);
    if (line.trim() === '') end();
    else if (!isConllu || /^\d+$/.test(cells[0])) {
      current ??= { tokens: [], tags: [], place: `${file}:${index + 1}` };
      current.tokens.push(cells[token] ?? '');
      // A line of one column has no tag: its last column is the token.
      current.tags.push(cells.length > 1 ? cells.at(tag) : undefined);
    } else if (/^\d+-\d/.test(cells[0])) countSkipped('multiword tokens');
    else if (/^\d+\.\d/.test(cells[0])) countSkipped('empty nodes');
  }
  end();
  return records;
}

function columnOf(role: 'text' | 'label', column: string | number, isConllu: boolean): number {
  if (typeof column === 'number') return column;
  const isDefault = column === role;
  if (!isConllu && isDefault) return role === 'text' ? 0 : -1;
  const place = CONLLU.indexOf(isDefault ? { text: 'form', label: 'upos' }[role] : column);
  if (!isConllu) throw linesHaveNoColumnNames(role, column);
  if (place < 0) throw noConlluColumn(role, column, CONLLU);
  return place;
}

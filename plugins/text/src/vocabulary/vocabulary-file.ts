import { duplicateToken, invalidVocabularyLine } from './messages.js';
import { FIRST_TOKEN, type Vocabulary } from './vocabulary.js';

/** Files of earlier versions call the id of a token its number. */
const HEADER = /^(?:id|number)\ttoken\tcount\ttexts of (\d+)$/;

/** Renders one `id token count texts` per line, separated by tabs. The header has the number of texts. */
export function renderVocabulary({ tokens, counts, texts, size }: Vocabulary): string {
  const rows = tokens.map((token, index) => [index + FIRST_TOKEN, token, counts[index] ?? '', texts[index] ?? '']);
  return [`id\ttoken\tcount\ttexts of ${size}`, ...rows.map((row) => row.join('\t')), ''].join('\n');
}

/** Parses a file of `renderVocabulary`, or a list of one token per line. @throws ExperimentError at the first invalid line */
export function parseVocabulary(content: string, file: string): Vocabulary {
  const lines = content.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const header = HEADER.exec(lines[0] ?? '');
  const rows = header ? lines.slice(1) : lines;
  const parse = header ? parseRow : parseToken;
  const firstLine = header ? 2 : 1;
  const entries = rows.map((line, index) => parse(line, index, file, index + firstLine));
  const seen = new Set<string>();
  for (const [index, { token }] of entries.entries()) {
    if (seen.has(token)) throw duplicateToken(file, index + firstLine, token);
    seen.add(token);
  }
  const isCounted = header !== null && entries.every(({ count }) => count !== undefined);
  return {
    tokens: entries.map(({ token }) => token),
    counts: isCounted ? entries.map(({ count }) => count as number) : [],
    texts: isCounted ? entries.map(({ texts }) => texts as number) : [],
    size: isCounted ? Number(header[1]) : 0,
  };
}

interface Entry {
  readonly token: string;
  readonly count?: number;
  readonly texts?: number;
}

function parseRow(line: string, index: number, file: string, place: number): Entry {
  const [id, token, count, texts, ...more] = line.split('\t');
  const isValid = id === String(index + FIRST_TOKEN) && token && !/\s/.test(token) && more.length === 0;
  const numbers = [count, texts].map((field) => (field === '' ? undefined : Number(field)));
  if (!isValid || numbers.some((value) => value !== undefined && !Number.isInteger(value))) {
    throw invalidVocabularyLine(
      file,
      place,
      line,
      `id ${index + FIRST_TOKEN}, a token, its count and its number of texts`,
    );
  }
  return { token, count: numbers[0], texts: numbers[1] };
}

function parseToken(line: string, _: number, file: string, place: number): Entry {
  if (line === '' || /\s/.test(line)) throw invalidVocabularyLine(file, place, line, 'one token without white space');
  return { token: line };
}

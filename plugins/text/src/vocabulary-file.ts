import { vocabularyLine, vocabularyTwice } from './messages.js';
import { FIRST_TOKEN, type Vocabulary } from './vocabulary.js';

const HEADER = /^number\ttoken\tcount\ttexts of (\d+)$/;

/** `number token count texts` a line, separated by tabs; the header says how many texts there were. */
export function renderVocabulary({ tokens, counts, texts, size }: Vocabulary): string {
  const rows = tokens.map((token, index) => [index + FIRST_TOKEN, token, counts[index] ?? '', texts[index] ?? '']);
  return [`number\ttoken\tcount\ttexts of ${size}`, ...rows.map((row) => row.join('\t')), ''].join('\n');
}

/** Reads what `renderVocabulary` has written, or a list of one token a line. @throws at what is wrong in it */
export function parseVocabulary(content: string, file: string): Vocabulary {
  const lines = content.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const header = HEADER.exec(lines[0] ?? '');
  const rows = header ? lines.slice(1) : lines;
  const read = header ? counted : bare;
  const entries = rows.map((line, index) => read(line, index, file, header ? index + 2 : index + 1));
  const seen = new Set<string>();
  for (const [index, { token }] of entries.entries()) {
    if (seen.has(token)) throw vocabularyTwice(file, index + (header ? 2 : 1), token);
    seen.add(token);
  }
  const known = header !== null && entries.every(({ count }) => count !== undefined);
  return {
    tokens: entries.map(({ token }) => token),
    counts: known ? entries.map(({ count }) => count as number) : [],
    texts: known ? entries.map(({ texts }) => texts as number) : [],
    size: known ? Number(header[1]) : 0,
  };
}

interface Entry {
  readonly token: string;
  readonly count?: number;
  readonly texts?: number;
}

function counted(line: string, index: number, file: string, place: number): Entry {
  const [number, token, count, texts, ...more] = line.split('\t');
  const right = number === String(index + FIRST_TOKEN) && token && !/\s/.test(token) && more.length === 0;
  const numbers = [count, texts].map((field) => (field === '' ? undefined : Number(field)));
  if (!right || numbers.some((value) => value !== undefined && !Number.isInteger(value))) {
    throw vocabularyLine(file, place, line, `${index + FIRST_TOKEN}, a token, its count and its texts`);
  }
  return { token, count: numbers[0], texts: numbers[1] };
}

function bare(line: string, _: number, file: string, place: number): Entry {
  if (line === '' || /\s/.test(line)) throw vocabularyLine(file, place, line, 'one token, without white space');
  return { token: line };
}

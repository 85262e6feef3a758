import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { fileEncoding, fileTooLarge, notText } from '../diagnostics/messages.js';
import type { Problem } from '../diagnostics/problem.js';
import type { Span } from '../diagnostics/span.js';
import { MAX_BYTES } from './limits.js';

/** Characters that YAML does not allow (section 5.1 of its specification), except the control characters from U+0080 on. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern finds control characters
const NOT_TEXT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** Reads a text file: UTF-8, or UTF-16 with a byte order mark. Stops at the size limit of experiments. */
export async function readText(absolute: string, file: string): Promise<string | Problem> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of createReadStream(absolute, { end: MAX_BYTES })) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
  }
  if (size > MAX_BYTES) return fileTooLarge(file, MAX_BYTES);
  return decode(Buffer.concat(chunks), file);
}

async function decode(bytes: Buffer, file: string): Promise<string | Problem> {
  const [first, second] = bytes;
  const utf16 = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : '';
  if (utf16) {
    try {
      return new TextDecoder(utf16, { fatal: true }).decode(bytes);
    } catch {
      return fileEncoding({ file, line: 1, column: 1, endLine: 1, endColumn: 2 }, 'UTF-16');
    }
  }
  if (isUtf8(bytes)) return new TextDecoder('utf-8').decode(bytes);
  const { firstInvalid } = await import('@expgraph/data/formats');
  const offset = firstInvalid(bytes);
  const span = spanAt(new TextDecoder('utf-8').decode(bytes.subarray(0, offset)), file);
  return fileEncoding(span, 'UTF-8', bytes[offset]);
}

/** Returns a problem if the text has a character that is not allowed: then the file is not text. */
export function findControl(text: string, file: string): Problem | undefined {
  const found = NOT_TEXT.exec(text);
  return found ? notText(spanAt(text.slice(0, found.index), file), found[0]) : undefined;
}

function spanAt(before: string, file: string): Span {
  const lines = before.split('\n');
  const [line, column] = [lines.length, lines[lines.length - 1].length + 1];
  return { file, line, column, endLine: line, endColumn: column + 1 };
}

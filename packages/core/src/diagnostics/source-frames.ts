import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A frame of a stack: function, file, line and column. */
const FRAME = /^\s*at (?:async (?=file:|\/))?(?:(.*?) \()?(?:file:\/\/)?([^()]+?):(\d+):(\d+)\)?$/;

/**
 * Returns the frames of an error's stack outside Node, with positions in sources instead of bundles. Source maps are read here, only for
 * an error: enabled in Node, they would slow down every start.
 */
export function sourceFrames(error: unknown): string[] {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return stack
    .split('\n')
    .filter((line) => /^\s*at /.test(line) && !/node:internal|\(node:/.test(line))
    .map(sourceFrame);
}

/** Returns the stack of an error, with positions in sources instead of bundles. */
export function sourceStack(error: Error): string {
  const lines = (error.stack ?? error.message).split('\n');
  return lines.map((line) => (/^\s*at /.test(line) ? `    ${sourceFrame(line)}` : line)).join('\n');
}

function sourceFrame(line: string): string {
  const [, name, file, row, column] = FRAME.exec(line) ?? [];
  const found = file === undefined ? undefined : sourcePosition(file, Number(row), Number(column));
  if (!found) return line.trim();
  return name === undefined ? `at ${found}` : `at ${name} (${found})`;
}

/** Returns the position in the source of a position in a bundle; undefined without a source map. */
function sourcePosition(file: string, line: number, column: number): string | undefined {
  const path = decodeURIComponent(file).replace(/\?.*$/, '');
  const map = mapOf(path);
  const { fileName, lineNumber, columnNumber } = (map?.findOrigin(line, column) ?? {}) as Partial<Origin>;
  if (!fileName || lineNumber === undefined || columnNumber === undefined) return undefined;
  const source = fileName.startsWith('file://') ? fileURLToPath(fileName) : resolve(dirname(path), fileName);
  const near = relative(process.cwd(), source);
  return `${near.startsWith('..') ? source : near}:${lineNumber}:${columnNumber}`;
}

interface Origin {
  readonly fileName: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

const maps = new Map<string, SourceMap | undefined>();

function mapOf(path: string): SourceMap | undefined {
  if (!maps.has(path)) maps.set(path, readMap(path));
  return maps.get(path);
}

/** Reads the source map that the last line of a file names: a data URL, or a file beside it. */
function readMap(path: string): SourceMap | undefined {
  try {
    const [, url] = /\n\/\/# sourceMappingURL=(\S+)\s*$/.exec(readFileSync(path, 'utf8')) ?? [];
    if (url === undefined) return undefined;
    const inline = /^data:application\/json[^,]*;base64,(.*)$/.exec(url);
    const text = inline
      ? Buffer.from(inline[1], 'base64').toString()
      : readFileSync(resolve(dirname(path), url), 'utf8');
    return new SourceMap(JSON.parse(text));
  } catch {
    // Not a file, or without a valid map: the position in the bundle remains.
    return undefined;
  }
}

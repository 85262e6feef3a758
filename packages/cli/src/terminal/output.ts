import { printable } from '@expgraph/core';
import { jsonText } from '@expgraph/data/formats';
import { revealColors } from './paint.js';

/** Returns a text that is safe for a terminal: control characters are escaped, except the colors of `paint`. */
export const safeText = (text: string): string => revealColors(printable(text));

/** Writes text to standard output. All output of commands goes through this function, so that no text can control the terminal. */
export const writeOut = (text: string): boolean => process.stdout.write(safeText(text));

/** Writes text to standard error. */
export const writeError = (text: string): boolean => process.stderr.write(safeText(text));

/** Writes a line to standard output. */
export const print = (line: string): boolean => writeOut(`${line}\n`);

export const printLines = (lines: readonly string[]): boolean => print(lines.join('\n'));

export const printJson = (value: unknown): boolean => print(jsonText(value, 2));

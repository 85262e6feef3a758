import { printable } from '@expgraph/core';
import { jsonText } from '@expgraph/data/formats';
import { revealColors } from './paint.js';

/** The text as a terminal may have it: control characters are written out, only the colors of `paint` remain. */
export const safeText = (text: string): string => revealColors(printable(text));

/** Writes text to standard output. All output of the commands goes through here, so that no text in it can steer the terminal. */
export const writeOut = (text: string): boolean => process.stdout.write(safeText(text));

/** The same for standard error. */
export const writeError = (text: string): boolean => process.stderr.write(safeText(text));

/** Writes a line to standard output. */
export const print = (line: string): boolean => writeOut(`${line}\n`);

export const printLines = (lines: readonly string[]): boolean => print(lines.join('\n'));

export const printJson = (value: unknown): boolean => print(jsonText(value, 2));

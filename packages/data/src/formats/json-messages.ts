import { ExperimentError } from '@expgraph/sdk';
import { at } from '../wording/index.js';
import type { JsonFault } from './json-fault.js';
import type { TextFile } from './text-file.js';

const placeOf = ({ at: option = ['source'] }: TextFile) => at(...option);

export const notJson = (options: TextFile, place: string, { expected, found }: JsonFault) =>
  new ExperimentError(
    'EXPGRAPH_DATA_JSON',
    `${options.file}:${place}: expected ${expected}, found ${found === '' ? 'the end of the file' : JSON.stringify(found)}.`,
    { at: placeOf(options), notes: [remedyFor(expected, found)] },
  );

function remedyFor(expected: string, found: string): string {
  if (/^-?(nan|inf(inity)?)$/i.test(found)) return 'Write null instead: JSON does not support NaN and Infinity.';
  if (found === '') return 'Write or download the file again: it is truncated, or a bracket is not closed.';
  if (expected === 'the end of the file') return 'Rename the file to .jsonl if it has one JSON value per line.';
  if (/^['‘“]/.test(found)) return 'Use double quotes for strings.';
  if (/^\/[/*]|^#/.test(found)) return 'Remove the comment: JSON does not support comments.';
  if (found === ']' || found === '}') return 'Remove the comma before it.';
  return 'Fix the JSON at this position.';
}

export const duplicateKey = (options: TextFile, place: string, path: string) =>
  new ExperimentError('EXPGRAPH_DATA_JSON', `${options.file}:${place}: duplicate key ${path}.`, {
    at: placeOf(options),
    notes: ['Remove one of the two: only the last one would be used.'],
  });

export const tooLargeForMemory = (options: TextFile, reason: string) =>
  new ExperimentError('EXPGRAPH_DATA_JSON', `${options.file} cannot be read as JSON: ${reason}.`, {
    at: placeOf(options),
    notes: ['Split it into files with one JSON value per line (.jsonl).'],
  });

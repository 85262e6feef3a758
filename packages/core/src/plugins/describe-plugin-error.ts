import { relative, resolve } from 'node:path';
import { ExpgraphError } from '@expgraph/sdk';
import type { Message } from 'esbuild';
import { sourceFrames } from '../diagnostics/source-frames.js';

/** Number of compile errors that a message shows. */
const MOST_ERRORS = 3;

/** Returns the reason why a plugin does not load, with positions in its sources. */
export function describePluginError(error: unknown): { readonly reason: string; readonly details: readonly string[] } {
  const [first, ...others] = compileErrors(error);
  if (first) {
    const details = [first, ...others]
      .slice(0, MOST_ERRORS)
      .flatMap((message, index) => [...(index === 0 ? [] : [message.text]), ...positionOf(message)]);
    return { reason: first.text, details };
  }
  const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
  if (ExpgraphError.is(error)) return { reason, details: error.notes };
  return { reason, details: sourceFrames(error).slice(0, 3) };
}

/** Returns the errors of esbuild. */
function compileErrors(error: unknown): readonly Message[] {
  const { errors } = Object(error) as { readonly errors?: unknown };
  return Array.isArray(errors) ? (errors as Message[]).filter(({ text }) => typeof text === 'string') : [];
}

/** Returns the position of a compile error, and its line with a caret. */
function positionOf({ location }: Message): string[] {
  if (!location) return [];
  const file = relative(process.cwd(), resolve(location.file));
  return [
    `${file}:${location.line}:${location.column + 1}`,
    `  ${location.lineText}`,
    `  ${' '.repeat(location.column)}^`,
  ];
}

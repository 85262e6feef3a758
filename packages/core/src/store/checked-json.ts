import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Static, TSchema } from '@expgraph/sdk';
import type { JsonSchema } from '../schema/json-schema.js';
import { validate } from '../schema/validate.js';
import { canonicalJson } from './canonical-json.js';

/** State of a file that expgraph wrote and that other programs may have changed. */
export type CheckedState<Content> =
  | { readonly state: 'absent' }
  | { readonly state: 'damaged'; readonly reason: string }
  | { readonly state: 'whole'; readonly content: Content };

/** Returns the text of a state file: the content and its SHA-256, to detect edits. */
export function checkedJson(content: unknown): string {
  // Round trip through JSON, which omits undefined values.
  const kept = JSON.parse(JSON.stringify(content)) as unknown;
  return `${JSON.stringify({ sha256: digestOf(kept), content: kept }, null, 2)}\n`;
}

/** Reads a state file and checks its digest and its shape. */
export async function readCheckedJson<Schema extends TSchema>(
  path: string,
  schema: Schema,
): Promise<CheckedState<Static<Schema>>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return { state: 'absent' };
    if (code === 'EISDIR') return damaged(path, 'is a folder');
    throw error;
  }
  return parseCheckedJson(text, path, schema);
}

function parseCheckedJson<Schema extends TSchema>(
  text: string,
  path: string,
  schema: Schema,
): CheckedState<Static<Schema>> {
  try {
    const { sha256, content } = Object(JSON.parse(text)) as { sha256?: unknown; content?: unknown };
    if (typeof sha256 !== 'string' || content === undefined)
      return damaged(path, 'has no checksum: it was edited, or written by an older version');
    if (sha256 !== digestOf(content)) return damaged(path, 'does not match its checksum');
    if (validate(schema as JsonSchema, content).length > 0) return damaged(path, 'has the wrong shape');
    return { state: 'whole', content: content as Static<Schema> };
  } catch {
    return damaged(path, 'is not JSON');
  }
}

const damaged = (path: string, fault: string) => ({ state: 'damaged', reason: `${basename(path)} ${fault}` }) as const;

const digestOf = (content: unknown) => createHash('sha256').update(canonicalJson(content)).digest('hex');

import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { suggest } from '@expgraph/sdk';
import { LineCounter, parseDocument } from 'yaml';
import { inFileOrder } from '../diagnostics/in-file-order.js';
import { InvalidExperiment } from '../diagnostics/invalid-experiment.js';
import { experimentIsFolder, fileMissing, keyTwice, yamlSyntax } from '../diagnostics/messages.js';
import type { Problem } from '../diagnostics/problem.js';
import { applySettings } from './apply-settings.js';
import { checkDocument } from './check-document.js';
import type { Document } from './document.js';
import { resolveParams } from './resolve-params.js';
import { SourceMap } from './source-map.js';

export interface ReadOptions {
  /** `['params.epochs=3']`: changes made before `${params.x}` is replaced. Values are YAML. */
  readonly set?: readonly string[];
}

/**
 * Reads an experiment file.
 * @throws InvalidExperiment with every problem that can be seen without knowing the nodes.
 */
export async function readDocument(file: string, options: ReadOptions = {}): Promise<Document> {
  const absolute = resolve(file);
  let text: string;
  try {
    text = await readFile(absolute, 'utf8');
  } catch (error) {
    throw new InvalidExperiment([await unreadable(file, absolute, error as NodeJS.ErrnoException)], '');
  }
  return readDocumentText(text, { ...options, file, folder: dirname(absolute) });
}

/** Reads an experiment from text. `file` is shown in messages, relative paths start at `folder`. */
export function readDocumentText(text: string, options: ReadOptions & { file: string; folder: string }): Document {
  const { file, folder, set = [] } = options;
  const lines = new LineCounter();
  const yaml = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  const map = new SourceMap(file, text, yaml, lines);
  const [error] = yaml.errors;
  if (error) {
    // What follows the first error is mostly its consequence.
    const span = map.span(error.pos[0], error.pos[1]);
    if (error.code === 'DUPLICATE_KEY') throw new InvalidExperiment([keyTwice(span, keyAt(text, error.pos[0]))], text);
    const unquoted = text.split('\n')[span.line - 1].includes('${');
    throw new InvalidExperiment([yamlSyntax(span, sentence(error.message), unquoted)], text);
  }
  const root = (yaml.toJS() ?? {}) as Record<string, unknown>;
  const settingProblems = typeof root === 'object' && !Array.isArray(root) ? applySettings(root, set) : [];
  const locate = map.locate.bind(map);
  const { resolved, problems } = resolveParams(root, locate);
  const found = [...settingProblems, ...problems, ...checkDocument(resolved, locate)];
  if (found.length > 0) throw new InvalidExperiment(inFileOrder(found), text);
  return toDocument(resolved, { file, folder, text, locate });
}

/** The key that stands at an offset, without its quotes. */
const keyAt = (text: string, offset: number) => /^["']?([^"':,}\n]*)/.exec(text.slice(offset))?.[1].trim() ?? '';

function toDocument(
  resolved: Record<string, unknown>,
  place: Pick<Document, 'file' | 'folder' | 'text' | 'locate'>,
): Document {
  const nodes = Object.entries(resolved.nodes as Record<string, Record<string, unknown>>);
  return {
    ...place,
    name: (resolved.name as string | undefined) ?? basename(place.file).replace(/\.[^.]*$/, ''),
    description: resolved.description as string | undefined,
    seed: (resolved.seed as number | undefined) ?? 0,
    params: (resolved.params as Record<string, unknown> | undefined) ?? {},
    plugins: (resolved.plugins as string[] | undefined) ?? [],
    nodes: nodes.map(([id, node]) => ({
      id,
      type: node.type as string,
      inputs: (node.inputs as Record<string, string> | undefined) ?? {},
      config: node.config ?? {},
    })),
    resolved,
  };
}

async function unreadable(file: string, absolute: string, { code }: NodeJS.ErrnoException): Promise<Problem> {
  if (code !== 'EISDIR') return fileMissing(file, absolute, await nearFile(file, absolute));
  const names = await readdir(absolute);
  return experimentIsFolder(file, names.filter((name) => /\.ya?ml$/.test(name)).sort());
}

async function nearFile(file: string, absolute: string): Promise<string | undefined> {
  const names = await readdir(dirname(absolute)).catch(() => []);
  const near = suggest(basename(absolute), names);
  return near && join(dirname(file), near);
}

const sentence = (message: string) => (message.endsWith('.') ? message : `${message}.`);

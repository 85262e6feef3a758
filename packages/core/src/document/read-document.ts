import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { suggest } from '@expgraph/data/wording';
import { inFileOrder } from '../diagnostics/in-file-order.js';
import { InvalidExperiment } from '../diagnostics/invalid-experiment.js';
import {
  experimentIsFolder,
  fileMissing,
  fileNameTooLong,
  fileUnreadable,
  malformedSet,
} from '../diagnostics/messages.js';
import type { Problem } from '../diagnostics/problem.js';
import { ProblemList } from '../diagnostics/problem-list.js';
import { applySettings } from './apply-settings.js';
import { checkDocument } from './check-document.js';
import type { Document } from './document.js';
import { ExpansionBudget } from './expansion-budget.js';
import { MAX_NAME } from './limits.js';
import { Locator } from './locator.js';
import { parseYaml } from './parse-yaml.js';
import { findControl, readText } from './read-text.js';
import { resolveParams } from './resolve-params.js';
import { flagSpan, Setting } from './setting.js';
import { toPlain } from './to-plain.js';

export interface ReadOptions {
  /** Settings such as `['params.epochs=3']`, applied before `${params.x}` is replaced. Values are YAML. */
  readonly set?: readonly string[];
}

/**
 * Reads an experiment file.
 * @throws InvalidExperiment with every problem that does not depend on the nodes' types.
 */
export async function readDocument(file: string, options: ReadOptions = {}): Promise<Document> {
  const absolute = resolve(file);
  let text: string | Problem;
  try {
    text = await readText(absolute, file);
  } catch (error) {
    text = await unreadable(file, absolute, error as NodeJS.ErrnoException);
  }
  if (typeof text !== 'string') throw new InvalidExperiment([text], '');
  return readDocumentText(text, { ...options, file, folder: dirname(absolute) });
}

/** Reads an experiment from text. `file` appears in messages; relative paths resolve against `folder`. */
export function readDocumentText(text: string, options: ReadOptions & { file: string; folder: string }): Document {
  const { file, folder, set = [] } = options;
  const fail = (problems: readonly Problem[]) => new InvalidExperiment(inFileOrder(problems), text);
  const control = findControl(text, file);
  if (control) throw fail([control]);
  const { yaml, map, problem } = parseYaml(text, file);
  if (problem) throw fail([problem]);

  const problems = new ProblemList();
  const plain = toPlain(yaml.contents, { problems, budget: new ExpansionBudget(), span: map.span.bind(map) }) ?? {};
  if (problems.found.length > 0) throw fail(problems.found);
  const settings = readSettings(set, problems);
  const root = plain as Record<string, unknown>;
  if (typeof plain === 'object' && !Array.isArray(plain)) problems.addAll(applySettings(root, settings));
  const locator = new Locator(map, settings);
  const resolved = resolveParams(root, locator, problems);
  if (!resolved) throw fail(problems.found);
  checkDocument(resolved, locator, problems);
  const named = typeof resolved === 'object' && resolved.name !== undefined;
  const ownName = basename(file).replace(/\.[^.]*$/, '');
  if (!named && ownName.length > MAX_NAME) problems.add(() => fileNameTooLong(ownName, MAX_NAME));
  if (problems.found.length > 0) throw fail(problems.found);
  const locate = locator.locate.bind(locator);
  return toDocument(resolved, { file, folder, text, locate, commentAt: locator.commentAt.bind(locator) });
}

function readSettings(set: readonly string[], problems: ProblemList): Setting[] {
  return set.flatMap((text) => {
    const setting = Setting.read(text);
    if (!setting) problems.add(() => malformedSet(flagSpan(text), text));
    return setting ?? [];
  });
}

function toDocument(
  resolved: Record<string, unknown>,
  place: Pick<Document, 'file' | 'folder' | 'text' | 'locate' | 'commentAt'>,
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

async function unreadable(file: string, absolute: string, error: NodeJS.ErrnoException): Promise<Problem> {
  if (error.code === 'EISDIR') {
    const names = await readdir(absolute);
    return experimentIsFolder(file, names.filter((name) => /\.ya?ml$/.test(name)).sort());
  }
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR')
    return fileMissing(file, absolute, await nearFile(file, absolute));
  return fileUnreadable(file, REASONS[error.code ?? ''] ?? error.code ?? error.message);
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'its symbolic links form a loop',
  ERR_INVALID_ARG_VALUE: 'its name contains the character U+0000',
};

async function nearFile(file: string, absolute: string): Promise<string | undefined> {
  const names = await readdir(dirname(absolute)).catch(() => []);
  const near = suggest(basename(absolute), names);
  return near && join(dirname(file), near);
}

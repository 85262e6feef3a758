import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { SOURCE } from '@expgraph/sdk';
import type { Graph, GraphNode } from '../graph/graph.js';
import type { JsonSchema } from '../schema/json-schema.js';
import { digestSource } from '../sources/digest.js';
import { parseSource } from '../sources/source.js';
import { canonicalJson } from '../store/canonical-json.js';
import { FORMAT } from '../store/manifest.js';

export type FingerprintInputs = Readonly<Record<string, string>>;

/**
 * Returns everything that determines a node's outputs, by name: type, code, config, inputs and sources, and the seed and the node's id,
 * which determine its random numbers.
 */
export async function fingerprintInputsOf(
  node: GraphNode,
  graph: Graph,
  fingerprints: ReadonlyMap<string, string>,
  notice?: (line: string) => void,
): Promise<FingerprintInputs> {
  const { from } = node.registered;
  const fingerprintInputs: Record<string, string> = {
    format: String(FORMAT),
    id: node.id,
    type: node.type,
    [`code of ${from.name}`]: from.codeIdentity,
    seed: String(graph.document.seed),
  };
  for (const [option, value] of Object.entries(node.config))
    fingerprintInputs[`config.${option}`] = canonicalJson(value);
  for (const [port, { node: source, output }] of Object.entries(node.inputs)) {
    fingerprintInputs[`input "${port}"`] = `${fingerprints.get(source)}.${output}`;
  }
  for (const { path, text } of sourcesIn(node.registered.nodeClass.config as JsonSchema, node.config)) {
    fingerprintInputs[`content of ${path}`] = await digestOf(path, text, resolve(graph.document.folder), notice);
  }
  return fingerprintInputs;
}

/** A source cannot be read; `option` is its path in the config. */
export class UnreadableSource extends Error {
  constructor(
    readonly option: string,
    override readonly cause: unknown,
  ) {
    super(`The source of ${option} cannot be read.`, { cause });
  }
}

async function digestOf(
  option: string,
  text: string,
  folder: string,
  notice?: (line: string) => void,
): Promise<string> {
  try {
    return await digestSource(parseSource(text, folder), notice);
  } catch (error) {
    throw new UnreadableSource(option, error);
  }
}

export const fingerprintOf = (fingerprintInputs: FingerprintInputs) =>
  createHash('sha256').update(canonicalJson(fingerprintInputs)).digest('hex');

/** Yields the sources of a config, with the path of each option. */
export function* sourcesIn(schema: JsonSchema, value: unknown, path = ''): Generator<{ path: string; text: string }> {
  if (typeof value === 'string' && isSource(schema, value)) yield { path, text: value };
  for (const branch of schema.anyOf ?? []) yield* sourcesIn(branch, value, path);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    const inner = Array.isArray(value) ? schema.items : schema.properties?.[key];
    if (inner) yield* sourcesIn(inner as JsonSchema, part, path ? `${path}.${key}` : key);
  }
}

/** Whether a value is a source; `except` has names that the node knows, for example of weights. */
function isSource({ [SOURCE]: mark }: JsonSchema, text: string): boolean {
  const { except } = Object(mark) as { readonly except?: readonly string[] };
  return mark !== undefined && !except?.includes(text);
}

import { checkSource, loadRegistry, parseSource, type Source, type SourceCheck } from '@expgraph/core';
import { suggest } from '@expgraph/data/wording';
import type { NamedWeights } from '@expgraph/sdk';
import { BUILT_IN } from '../built-in.js';
import { nodeWithoutWeights, unknownVariant, unknownWeights } from './messages.js';

/** Named weights of an installed node. */
export interface KnownWeights extends NamedWeights {
  /** The type of the node. */
  readonly node: string;
  readonly parsed: Source;
}

/**
 * Returns the named weights of all installed nodes, or of one.
 * @throws ExperimentError if the node has none.
 */
export async function knownWeights(type?: string): Promise<KnownWeights[]> {
  const { nodes } = await loadRegistry(undefined, { builtIn: BUILT_IN });
  const all = [...nodes.values()].flatMap(({ type: node, nodeClass }) =>
    (nodeClass.weights ?? []).map((weights) => ({ ...weights, node, parsed: parseSource(weights.source, '.') })),
  );
  if (type === undefined) return all.sort((a, b) => (a.node < b.node ? -1 : a.node > b.node ? 1 : 0));
  const chosen = all.filter(({ node }) => node === type);
  const types = [...new Set(all.map(({ node }) => node))];
  if (chosen.length === 0) throw nodeWithoutWeights(type, suggest(type, types), types);
  return chosen;
}

/**
 * Selects weights by name and variant. Defaults: the first name of the node, the first variant of the name.
 * @throws ExperimentError for an unknown name or variant.
 */
export function chooseWeights(known: readonly KnownWeights[], name = known[0].name, variant?: string): KnownWeights {
  const named = known.filter((weights) => weights.name === name);
  if (named.length === 0) throw unknownWeights(known[0].node, name, [...new Set(known.map((weights) => weights.name))]);
  const chosen = variant === undefined ? named[0] : named.find((weights) => weights.variant === variant);
  if (!chosen) {
    const variants = named.flatMap((weights) => weights.variant ?? []);
    throw unknownVariant(known[0].node, name, variant as string, variants);
  }
  return chosen;
}

export const checkWeights = ({ parsed, sha256 }: KnownWeights): Promise<SourceCheck> => checkSource(parsed, sha256);

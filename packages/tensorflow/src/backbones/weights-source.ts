import type { NamedWeights } from '@expgraph/sdk';
import type { BackboneConfig } from './backbone-options.js';
import { noSuchVariant, otherClasses, unknownWeights } from './messages.js';

/** Names of weights as `weights` takes them. */
export const namesOf = (all: readonly NamedWeights[]): string[] => [...new Set(all.map(({ name }) => name)), 'none'];

/** What no name has and every source does: a folder, a scheme or an ending. */
const SOURCE_SIGNS = /[/:.]/;

/**
 * Where the weights of a config come from; undefined for none.
 * @param variant That of named weights for this config, where there are several files of a name.
 * @throws ExperimentError when there are none for this config.
 */
export function weightsSource(
  { weights, includeTop, classes }: BackboneConfig,
  all: readonly NamedWeights[],
  variant: (name: string) => string | undefined,
): string | undefined {
  if (weights === 'none') return undefined;
  const named = all.filter(({ name }) => name === weights);
  if (named.length === 0) {
    if (SOURCE_SIGNS.test(weights)) return weights;
    throw unknownWeights(weights, namesOf(all));
  }
  if (includeTop && classes !== 1000) throw otherClasses(weights, classes);
  const wanted = variant(weights);
  const found = named.find((one) => one.variant === wanted);
  if (!found) throw noSuchVariant(weights, wanted ?? '', named);
  return found.source;
}

import type { NamedWeights } from '@expgraph/sdk';
import type { BackboneConfig } from './backbone-options.js';
import { noSuchVariant, otherClasses, unknownWeights, unpublished } from './messages.js';

/** Returns the accepted names for `weights`. */
export const namesOf = (all: readonly NamedWeights[]): string[] => [...new Set(all.map(({ name }) => name)), 'none'];

/** Characters that occur in every path or URL, but never in a name of weights. */
const SOURCE_SIGNS = /[/:.]/;

/** The named weights of an architecture for one config. */
export interface KnownWeights {
  readonly all: readonly NamedWeights[];
  /** Returns the variant that the config needs of a name with several files. */
  variant(name: string): string | undefined;
  /** Returns the option values for which weights of a name exist. */
  limits(name: string): OptionLimits;
}

/** Allowed values of a backbone's options: `{ alpha: [1, 0.75] }`. */
export type OptionLimits = Readonly<Record<string, readonly unknown[]>>;

/**
 * Returns the source of a config's weights; undefined for none.
 * @throws ExperimentError if no such weights exist for the config.
 */
export function weightsSource(config: BackboneConfig, known: KnownWeights): string | undefined {
  const { weights, includeTop, classes } = config;
  if (weights === 'none') return undefined;
  const names = namesOf(known.all);
  if (!names.includes(weights)) {
    if (SOURCE_SIGNS.test(weights)) return weights;
    throw unknownWeights(weights, names);
  }
  if (includeTop && classes !== 1000) throw otherClasses(weights, classes);
  const found = fileOf(weights, known);
  if (found) return found.source;
  const others = names.filter((name) => fileOf(name, known));
  for (const [option, values] of Object.entries(known.limits(weights))) {
    const value = (config as Readonly<Record<string, unknown>>)[option];
    if (!values.some((one) => String(one) === String(value))) throw unpublished(weights, option, value, values, others);
  }
  const variants = known.all.flatMap(({ name, variant }) => (name === weights && variant ? [variant] : []));
  throw noSuchVariant(weights, known.variant(weights) ?? '', variants);
}

const fileOf = (wanted: string, { all, variant }: KnownWeights) =>
  all.find((one) => one.name === wanted && one.variant === variant(wanted));

import type { NamedWeights } from '@expgraph/sdk';
import type { BackboneConfig } from './backbone-options.js';
import { noSuchVariant, otherClasses, unknownWeights, unpublished } from './messages.js';

/** Names of weights as `weights` takes them. */
export const namesOf = (all: readonly NamedWeights[]): string[] => [...new Set(all.map(({ name }) => name)), 'none'];

/** What no name has and every source does: a folder, a scheme or an ending. */
const SOURCE_SIGNS = /[/:.]/;

/** What an architecture says of its named weights, for one config. */
export interface KnownWeights {
  readonly all: readonly NamedWeights[];
  /** The file of a name that the config needs, where there are several. */
  variant(name: string): string | undefined;
  /** Values of options that there are weights of a name for. */
  limits(name: string): OptionLimits;
}

/** Options of a backbone with the values that they may have: `{ alpha: [1, 0.75] }`. */
export type OptionLimits = Readonly<Record<string, readonly unknown[]>>;

/**
 * Where the weights of a config come from; undefined for none.
 * @throws ExperimentError when there are none for this config.
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

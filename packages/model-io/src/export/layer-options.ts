import type { LayerSpec } from '@expgraph/sdk';

type Options = Readonly<Record<string, unknown>>;

/** Yields the options of a layer and of nested layers and cells. */
export function* layerOptions({ config = {} }: LayerSpec): Generator<Options> {
  yield* optionsWithin(config);
}

function* optionsWithin(options: Options): Generator<Options> {
  yield options;
  for (const part of [options.layer, options.cell, options.cells].flat()) {
    if (typeof part === 'object' && part !== null) yield* optionsWithin(ownOptions(part));
  }
}

/**
 * Returns the options of a nested layer: `{ className, config }` in a built network, `{ type, ...options }` in a
 * document.
 */
const ownOptions = (part: object): Options =>
  'config' in part ? (part.config as Options) : (part as unknown as Options);

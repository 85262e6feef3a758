import type { LayerSpec } from '@expgraph/sdk';

type Options = Readonly<Record<string, unknown>>;

/** The options of a layer, and of the layers and cells within it. */
export function* layerOptions({ config = {} }: LayerSpec): Generator<Options> {
  yield* optionsWithin(config);
}

function* optionsWithin(options: Options): Generator<Options> {
  yield options;
  for (const part of [options.layer, options.cell, options.cells].flat()) {
    if (typeof part === 'object' && part !== null) yield* optionsWithin(ownOptions(part));
  }
}

/** Those of a part of a built layer, `{ className, config }`, or of one in a document, `{ type, ...options }`. */
const ownOptions = (part: object): Options =>
  'config' in part ? (part.config as Options) : (part as unknown as Options);

import type { LayerSpec } from '@expgraph/sdk';
import { blockNames, PARTS } from './block-names.js';
import { type ConfigPath, noMatch, tooManyBlocks, unknownLayer } from './messages.js';

/** First and last position of consecutive layers. */
export interface Stretch {
  readonly first: number;
  readonly last: number;
}

/** Finds the layers of a model by layer, block or class name. Positions count from the input. */
export class NamedLayers {
  private readonly labels: Readonly<Record<'layers' | 'blocks' | 'kinds', readonly (string | undefined)[]>>;
  /** Blocks in order, without stem, top and head. */
  private readonly blocks: readonly string[];

  constructor(layers: readonly LayerSpec[]) {
    const blocks = blockNames(layers);
    this.labels = { layers: layers.map(({ name }) => name), blocks, kinds: layers.map(({ kind }) => kind) };
    this.blocks = known(blocks).filter((block) => !(PARTS as readonly string[]).includes(block));
  }

  /** Returns the range of a layer or, if there is none with the name, a block. */
  find(name: string, at: ConfigPath): Stretch {
    const { layers, blocks } = this.labels;
    const position = layers.indexOf(name);
    if (position >= 0) return { first: position, last: position };
    if (!blocks.includes(name)) throw unknownLayer(at, name, known(layers), known(blocks));
    return { first: blocks.indexOf(name), last: blocks.lastIndexOf(name) };
  }

  /** Returns the range of the first or last blocks. */
  findBlocks(side: 'first' | 'last', count: number, at: ConfigPath): Stretch {
    if (count > this.blocks.length) throw tooManyBlocks(at, count, this.blocks);
    const chosen = side === 'first' ? this.blocks.slice(0, count) : this.blocks.slice(-count);
    const [low, high] = [chosen[0], chosen[chosen.length - 1]];
    return { first: this.labels.blocks.indexOf(low), last: this.labels.blocks.lastIndexOf(high) };
  }

  /** Returns the positions that match any pattern; each pattern must match some. */
  matching(what: 'layers' | 'blocks' | 'kinds', patterns: readonly string[], at: ConfigPath): ReadonlySet<number> {
    const labels = this.labels[what];
    const found = patterns.flatMap((pattern, index) => {
      const expression = wildcards(pattern);
      const fits = [...labels.keys()].filter((position) => expression.test(labels[position] ?? ''));
      if (fits.length === 0) throw noMatch([...at, index], what, pattern, known(labels));
      return fits;
    });
    return new Set(found);
  }
}

const known = (labels: readonly (string | undefined)[]): string[] => [
  ...new Set(labels.filter((label) => label !== undefined)),
];

/** Converts a pattern to a regular expression: `*` matches any characters, `?` one. */
const wildcards = (pattern: string) =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  );

import type { LayerSpec } from '@expgraph/sdk';
import { blockNames, PARTS } from './block-names.js';
import { type ConfigPath, nothingMatches, tooManyBlocks, unknownLayer } from './messages.js';

/** The positions of the first and the last of some layers that follow each other. */
export interface Stretch {
  readonly first: number;
  readonly last: number;
}

/** Finds the layers of a model by what people call them. Positions count from the input. */
export class NamedLayers {
  private readonly labels: Readonly<Record<'layers' | 'blocks' | 'kinds', readonly (string | undefined)[]>>;
  /** The blocks in order, without the parts around them. */
  private readonly blocks: readonly string[];

  constructor(layers: readonly LayerSpec[]) {
    const blocks = blockNames(layers);
    this.labels = { layers: layers.map(({ name }) => name), blocks, kinds: layers.map(({ kind }) => kind) };
    this.blocks = known(blocks).filter((block) => !(PARTS as readonly string[]).includes(block));
  }

  /** Where a layer, or else a block, of this name is. */
  find(name: string, at: ConfigPath): Stretch {
    const { layers, blocks } = this.labels;
    const position = layers.indexOf(name);
    if (position >= 0) return { first: position, last: position };
    if (!blocks.includes(name)) throw unknownLayer(at, name, known(layers), known(blocks));
    return { first: blocks.indexOf(name), last: blocks.lastIndexOf(name) };
  }

  /** Where the last, or the first, blocks are. */
  findBlocks(side: 'first' | 'last', count: number, at: ConfigPath): Stretch {
    if (count > this.blocks.length) throw tooManyBlocks(at, count, this.blocks);
    const chosen = side === 'first' ? this.blocks.slice(0, count) : this.blocks.slice(-count);
    const [low, high] = [chosen[0], chosen[chosen.length - 1]];
    return { first: this.labels.blocks.indexOf(low), last: this.labels.blocks.lastIndexOf(high) };
  }

  /** The positions that one of the patterns fits; each must fit some. */
  matching(what: 'layers' | 'blocks' | 'kinds', patterns: readonly string[], at: ConfigPath): ReadonlySet<number> {
    const labels = this.labels[what];
    const found = patterns.flatMap((pattern, index) => {
      const expression = wildcards(pattern);
      const fits = [...labels.keys()].filter((position) => expression.test(labels[position] ?? ''));
      if (fits.length === 0) throw nothingMatches([...at, index], what, pattern, known(labels));
      return fits;
    });
    return new Set(found);
  }
}

const known = (labels: readonly (string | undefined)[]): string[] => [
  ...new Set(labels.filter((label) => label !== undefined)),
];

/** `*` stands for any letters, `?` for one. */
const wildcards = (pattern: string) =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  );

import { ExpgraphError, type LayerSpec } from '@expgraph/sdk';
import { describe, expect, it } from 'vitest';
import { type LayerSelection, selectLayers } from './layer-selection.js';

/** A VGG with two blocks and a head. */
const LAYERS: LayerSpec[] = [
  ['input', 'InputLayer'],
  ['block1_conv1', 'Conv2D'],
  ['block1_bn', 'BatchNormalization'],
  ['block1_pool', 'MaxPooling2D'],
  ['block2_conv1', 'Conv2D'],
  ['block2_conv2', 'DepthwiseConv2D'],
  ['block2_bn', 'BatchNormalization'],
  ['avg_pool', 'GlobalAveragePooling2D'],
  ['predictions', 'Dense'],
].map(([name, kind]) => ({ name, kind }));
const BLOCK2 = ['block2_conv1', 'block2_conv2', 'block2_bn'];

const select = (selection: LayerSelection, layers = LAYERS) => selectLayers(layers, selection).map(({ name }) => name);

/** Returns message, notes and location of the error. */
function refusal(selection: LayerSelection, layers = LAYERS) {
  try {
    selectLayers(layers, selection, ['unfreeze', 0]);
  } catch (error) {
    if (!ExpgraphError.is(error)) throw error;
    return { message: error.message, notes: error.notes, at: error.at };
  }
  throw new Error('no error was thrown');
}

describe('selectLayers', () => {
  it.each<[string, LayerSelection, string[]]>([
    ['no options: all layers', {}, LAYERS.map(({ name }) => name)],
    ['from a layer', { from: 'block2_conv2' }, ['block2_conv2', 'block2_bn', 'avg_pool', 'predictions']],
    ['from a block', { from: 'block2' }, [...BLOCK2, 'avg_pool', 'predictions']],
    ['from a part', { from: 'head' }, ['avg_pool', 'predictions']],
    ['up to a layer', { upTo: 'block1_conv1' }, ['input', 'block1_conv1']],
    ['up to a block', { upTo: 'block1' }, ['input', 'block1_conv1', 'block1_bn', 'block1_pool']],
    ['both', { from: 'block1_pool', upTo: 'block2_conv1' }, ['block1_pool', 'block2_conv1']],
    ['the last block', { last: 1 }, [...BLOCK2, 'avg_pool', 'predictions']],
    ['the first block', { first: 1 }, ['input', 'block1_conv1', 'block1_bn', 'block1_pool']],
    ['a list of names', { layers: ['predictions', 'block1_conv1'] }, ['block1_conv1', 'predictions']],
    ['a glob', { layers: ['block2_*'] }, BLOCK2],
    ['a glob with ?', { layers: ['block?_conv1'] }, ['block1_conv1', 'block2_conv1']],
    ['a block', { blocks: ['block2'] }, BLOCK2],
    ['a glob of blocks', { blocks: ['block*'] }, LAYERS.slice(1, 7).map(({ name }) => name)],
    ['a kind', { kinds: ['Conv2D'] }, ['block1_conv1', 'block2_conv1']],
    ['a glob of kinds', { kinds: ['*Conv2D'] }, ['block1_conv1', 'block2_conv1', 'block2_conv2']],
    [
      'several options: layers that match all',
      { last: 1, kinds: ['*Conv2D', 'Dense'] },
      [...BLOCK2.slice(0, 2), 'predictions'],
    ],
  ])('selects by %s', (_, selection, expected) => {
    expect(select(selection)).toEqual(expected);
  });

  it('prefers layer names to block names', () => {
    expect(select({ upTo: 'block1' }, [{ name: 'block1', kind: 'Dense' }, ...LAYERS])).toEqual(['block1']);
  });

  it('treats only * and ? as wildcards', () => {
    const odd = [
      { name: 'a.b', kind: 'Dense' },
      { name: 'axb', kind: 'Dense' },
    ];
    expect(select({ layers: ['a.b'] }, odd)).toEqual(['a.b']);
  });

  it('rejects an unknown layer name, with suggestions', () => {
    expect(refusal({ from: 'blok2' })).toEqual({
      message: 'The model has no layer or block "blok2". Did you mean "block2"?',
      notes: ['It has 9 layers, from "input" to "predictions".', 'Its blocks: stem, block1, block2, head.'],
      at: { config: ['unfreeze', 0, 'from'] },
    });
  });

  it('rejects each pattern without a match', () => {
    expect(refusal({ layers: ['block2_*', 'blok1_*'] })).toEqual({
      message: 'The model has no layer "blok1_*". Did you mean "block1_*"?',
      notes: ['It has 9 layers, from "input" to "predictions".'],
      at: { config: ['unfreeze', 0, 'layers', 1] },
    });
    expect(refusal({ blocks: ['block_2'] }).message).toBe('The model has no block "block_2". Did you mean "block2"?');
    const { message, notes } = refusal({ kinds: ['Conv2d'] });
    expect(message).toBe('The model has no layer of the kind "Conv2d". Did you mean "Conv2D"?');
    expect(notes[0]).toContain('BatchNormalization, MaxPooling2D');
  });

  it('rejects more blocks than the model has', () => {
    expect(refusal({ last: 3 })).toEqual({
      message: 'The model has 2 blocks, expected at least 3.',
      notes: ['It has block1, block2.'],
      at: { config: ['unfreeze', 0, 'last'] },
    });
    const plain = [{ name: 'dense', kind: 'Dense' }];
    expect(refusal({ last: 1 }, plain).notes[0]).toContain('have no blocks');
    expect(refusal({ blocks: ['block1'] }, plain).notes[0]).toContain('have no blocks');
  });

  it('rejects options without a common match', () => {
    expect(refusal({ blocks: ['block2'], kinds: ['Dense'] }).message).toBe('No layer matches both blocks and kinds.');
  });
});

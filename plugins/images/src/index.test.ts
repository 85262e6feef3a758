import { isPlugin, nodeTypeOf } from '@expgraph/sdk';
import { describe, expect, it } from 'vitest';
import images from './index.js';

describe('the plugin', () => {
  it('provides its nodes', () => {
    expect(isPlugin(images)).toBe(true);
    expect(images.nodes?.map(nodeTypeOf)).toEqual([
      'load/images',
      'augment',
      'mix-images',
      'standardize',
      'contact-sheet',
    ]);
  });

  it('loads the image decoder with the first image', () => {
    const { sharedObjects } = process.report.getReport() as unknown as { sharedObjects: readonly string[] };
    expect(sharedObjects.length).toBeGreaterThan(0);
    expect(sharedObjects.filter((path) => /vips|sharp/.test(path))).toEqual([]);
  });
});

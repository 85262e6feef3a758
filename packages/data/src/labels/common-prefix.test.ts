import { describe, expect, it } from 'vitest';
import { commonPrefix } from './common-prefix.js';

const FOLDER = /^([^/]+)\//;

describe('commonPrefix', () => {
  it.each([
    ['nothing in common', ['cats/a.png', 'dogs/a.png'], ''],
    ['one folder around the classes', ['pets/cats/a.png', 'pets/dogs/a.png'], 'pets/'],
    ['two folders around the classes', ['x/pets/cats/a.png', 'x/pets/dogs/a.png'], 'x/pets/'],
    ['a sole class', ['cats/a.png', 'cats/b.png'], ''],
    ['images beside the folder', ['a.png', 'pets/cats/a.png'], ''],
    ['no image', [], ''],
  ])('of %s', (_, paths, expected) => {
    expect(commonPrefix(paths, FOLDER)).toBe(expected);
  });

  it('enters a sole folder of images if the label is not the folder', () => {
    expect(commonPrefix(['assets/A1.png', 'assets/B1.png'], /^([A-Z])/)).toBe('assets/');
  });
});

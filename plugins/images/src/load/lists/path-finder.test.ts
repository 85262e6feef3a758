import { describe, expect, it } from 'vitest';
import { pathFinder } from './path-finder.js';

const DECOMPOSED = '사과.jpg'.normalize('NFD');

describe('pathFinder', () => {
  const { find } = pathFinder([
    '1.jpg',
    'a/1.jpg',
    'b/2.jpg',
    'c/2.jpg',
    'd/2.jpg.png',
    'e/photo (1).jpg',
    'f/photo.jpg',
    DECOMPOSED,
  ]);

  it.each([
    ['a path', 'a/1.jpg', ['a/1.jpg']],
    ['a path without folders before bare names', '1.jpg', ['1.jpg']],
    ['all files of a bare name', '2.jpg', ['b/2.jpg', 'c/2.jpg']],
    ['a bare name with blanks', 'photo (1).jpg', ['e/photo (1).jpg']],
    ['a name without its extension', 'photo', ['f/photo.jpg']],
    ['compose letters', '사과.jpg', [DECOMPOSED]],
    ['no part of a path', 'x/1.jpg', []],
    ['nothing', '3.jpg', []],
  ])('finds %s', (_, path, files) => {
    expect(find(path)).toEqual(files);
  });
});

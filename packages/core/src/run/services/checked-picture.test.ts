import type { Picture } from '@expgraph/sdk';
import { describe, expect, it } from 'vitest';
import { checkedPicture } from './checked-picture.js';

const check = (picture: object) => () => checkedPicture('P', picture as Picture);

describe('checkedPicture', () => {
  it('rejects a wrong number of values, for every kind', () => {
    const series = [{ name: 's', values: [1] }];
    expect(check({ kind: 'bars', names: ['a', 'b'], series })).toThrow(
      '"s" in the picture "P" has 1 values, expected 2.',
    );
    expect(check({ kind: 'texts', texts: [{ title: 't', tokens: ['a'], values: [1, 2] }] })).toThrow('"t"');
    expect(check({ kind: 'grid', values: [[1, 2], [3]] })).toThrow(
      '"row 2" in the picture "P" has 1 values, expected 2.',
    );
    expect(check({ kind: 'grid', rows: { names: ['a'] }, values: [[1], [2]] })).toThrow('"rows"');
    expect(check({ kind: 'grid', columns: { names: ['a'] }, values: [[1]] })).not.toThrow();
  });

  it('rejects values of another type, with their place', () => {
    expect(check({ kind: 'lines', series: [{ name: 'a', values: [1, 'x'] }] })).toThrow(
      '"series.0.values.1" in the picture "P" is "x", expected a number, or nothing.',
    );
    expect(check({ kind: 'lines' })).toThrow('"series" in the picture "P" is missing, expected a list');
    expect(check({ kind: 'bars', names: ['a', 1], series: [] })).toThrow('"names.1" in the picture "P" is 1');
    expect(check({ kind: 'lines', series: [], caption: 7 })).toThrow(
      '"caption" in the picture "P" is 7, expected text.',
    );
    expect(check(undefined as never)).toThrow('unknown kind');
  });

  it('replaces numbers that are not finite by null', () => {
    const series = [{ name: 'a', values: [1, Number.NaN, Number.POSITIVE_INFINITY] }];
    expect(checkedPicture('P', { kind: 'lines', series })).toMatchObject({ series: [{ values: [1, null, null] }] });
  });

  it('rejects unknown kinds, and files that are not images', () => {
    expect(check({ kind: 'pie' })).toThrow('The picture "P" has the unknown kind "pie".');
    for (const file of ['page.html', '../secret.png']) {
      expect(check({ kind: 'image', folder: 'f', file })).toThrow(`is "${file}", expected the name of an image file`);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { noObjects } from './messages.js';

describe('noObjects', () => {
  it('says which objects a list must have: single ones in COCO, those that are not difficult in Pascal VOC', () => {
    expect(noObjects('"A"', 1, 'object', 'marked difficult').notes?.[0]).toMatch(
      /^Give a list with objects that are not difficult,/,
    );
    expect(noObjects('a.json', 2, 'annotation', 'crowds').notes?.[0]).toMatch(
      /^Give a list with annotations of single objects,/,
    );
  });
});

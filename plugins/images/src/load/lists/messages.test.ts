import { describe, expect, it } from 'vitest';
import { noObjects } from './messages.js';

describe('noObjects', () => {
  it('names the objects that a list must have: single ones in COCO, not difficult ones in Pascal VOC', () => {
    expect(noObjects('"A"', 1, 'object', 'marked difficult').notes?.[0]).toMatch(
      /^Use a list with objects that are not difficult\./,
    );
    expect(noObjects('a.json', 2, 'annotation', 'marked iscrowd').notes?.[0]).toMatch(
      /^Use a list with annotations of single objects\./,
    );
  });
});

import type { ImagePicture, Picture } from '@expgraph/sdk';
import { describe, expect, it } from 'vitest';
import { drawPicture } from './draw-picture.js';

type Drawn = Exclude<Picture, ImagePicture>;

const EVIL = '<script>alert("1")</script>&\u0000';

/** Pictures with every text of every kind. */
const evil: readonly Drawn[] = [
  {
    kind: 'lines',
    x: { label: EVIL, names: [EVIL] },
    y: EVIL,
    series: [
      { name: EVIL, values: [1] },
      { name: EVIL, values: [2] },
    ],
  },
  {
    kind: 'bars',
    names: [EVIL],
    y: EVIL,
    series: [
      { name: EVIL, values: [1] },
      { name: EVIL, values: [2] },
    ],
  },
  { kind: 'grid', rows: { label: EVIL, names: [EVIL] }, columns: { label: EVIL, names: [EVIL] }, values: [[1]] },
  { kind: 'texts', label: EVIL, texts: [{ title: EVIL, tokens: [EVIL], values: [1] }] },
];

describe('drawPicture', () => {
  it.each(evil.map((picture) => [picture.kind, picture] as const))('escapes the texts of %s', (_, picture) => {
    const svg = drawPicture(EVIL, picture);
    expect(svg).toContain('&lt;script&gt;');
    expect(svg).not.toContain('<script');
    expect(svg).not.toContain('"1"');
    expect(svg).not.toContain('\u0000');
  });

  it('draws bars from 0, downwards for negative values', () => {
    const series = [{ name: 'change', values: [2, -1, null] }];
    const svg = drawPicture('changes', { kind: 'bars', names: ['a', 'b', 'c'], series });
    const bars = [...svg.matchAll(/<rect x="[\d.]+" y="([\d.]+)" width="[\d.]+" height="([\d.]+)"/g)];
    const [[top, height], [topBelow, heightBelow]] = bars.map(([, ...numbers]) => numbers.map(Number));
    expect(bars).toHaveLength(2);
    expect(top + height).toBeCloseTo(topBelow, 0);
    expect(height).toBeCloseTo(2 * heightBelow, 0);
  });

  it('uses diverging colors around 0, strongest for the largest absolute value', () => {
    const svg = drawPicture('state', {
      kind: 'grid',
      values: [
        [0, 0.5],
        [-1, null],
      ],
    });
    const [before] = svg.split('rgba(179,84,30,0)');
    // Rows of the map are below one another; 0 and missing values are not drawn.
    expect([...before.matchAll(/<path d="([^"]+)" fill="([^"]+)"/g)].map(([, path, fill]) => [path, fill])).toEqual([
      ['M52 46h26v18h-26z', 'rgba(179,84,30,1)'],
      ['M78 28h26v18h-26z', 'rgba(47,111,159,0.5)'],
    ]);
  });

  it('draws a box for each token, in lines within the border', () => {
    const tokens = Array.from({ length: 60 }, (_, index) => (index === 30 ? '한국어' : 'token'));
    const values = tokens.map((_, index) => (index === 30 ? -2 : 1));
    const svg = drawPicture('words', { kind: 'texts', texts: [{ title: 'review', tokens, values }] });
    const boxes = [...svg.matchAll(/<rect x="([\d.]+)" y="(\d+)" width="([\d.]+)" height="20"[^>]+fill="([^"]+)"/g)];
    expect(boxes).toHaveLength(60);
    for (const [, x, , width] of boxes) expect(Number(x) + Number(width)).toBeLessThanOrEqual(846);
    expect(new Set(boxes.map(([, , y]) => y)).size).toBeGreaterThan(2);
    expect(boxes[30][4]).toBe('rgba(179,84,30,1)');
    expect(boxes[0][4]).toBe('rgba(47,111,159,0.5)');
    // Korean letters are twice as wide.
    expect(Number(boxes[30][3])).toBeGreaterThan(Number(boxes[0][3]));
    expect(svg).toContain('<title>한국어: -2</title>');
  });

  it('names as many positions as fit', () => {
    const draw = (count: number, name: string) => {
      const names = Array.from({ length: count }, (_, place) => `${name} ${place}`);
      const series = [{ name: 'values', values: names.map((_, place) => place) }];
      return drawPicture('series', { kind: 'lines', x: { names }, series });
    };
    const shown = (svg: string) => [...svg.matchAll(/>day \d+<\/text>/g)].length;
    expect(shown(draw(5, 'day'))).toBe(5);
    // Rotated.
    expect(shown(draw(60, 'day'))).toBe(60);
    expect(draw(60, 'day')).toContain('rotate(-60)');
    expect(shown(draw(500, 'day'))).toBeLessThan(20);
  });
});

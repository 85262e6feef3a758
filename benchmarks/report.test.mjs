import { describe, expect, it } from 'vitest';
import { BEGIN, END, formatNumber, markdownTable, median, ratiosOf, replaceBetweenMarkers } from './report.mjs';

const pair = (expgraph, keras) => ({
  expgraph: { speed: expgraph, cores: 1.9 },
  keras: { speed: keras, cores: 1.5 },
});

describe('the report', () => {
  it('computes the median of odd and even numbers of values', () => {
    expect(median([9, 1, 10])).toBe(9);
    expect(median([4, 1, 2, 100])).toBe(3);
  });

  it('compares consecutive rounds, not the medians of each side', () => {
    const pairs = [pair(100, 100), pair(40, 20), pair(90, 30)];
    expect(ratiosOf(pairs)).toEqual({ median: 2, min: 1, max: 3 });
  });

  it('shows three significant digits, and thousands separators', () => {
    expect([0.12345, 9.876, 98.76, 987.6, 45_678.9].map(formatNumber)).toEqual([
      '0.123',
      '9.88',
      '98.8',
      '988',
      '45,679',
    ]);
  });

  it('writes a row for each case, including failed ones', () => {
    const measured = {
      ...{ name: 'cnn', what: 'a CNN', unit: 'images', setUpSeconds: { expgraph: 1.23, keras: 4.56 } },
      pairs: [pair(1500, 750)],
      settings: 'oneDNN, XLA',
    };
    const failed = { name: 'mlp', what: 'an MLP', failure: 'Keras ended with code 1 | setting up.\nTraceback' };
    const [, , first, second] = markdownTable([measured, failed]).split('\n');
    expect(first).toBe(
      '| `cnn` | a CNN | 1,500 images/s | 750 images/s | **2.00** | 2.00–2.00 | 1.9 / 1.5 | 1.2 / 4.6 s | oneDNN, XLA |',
    );
    expect(second).toBe('| `mlp` | an MLP | failed: Keras ended with code 1 \\| setting up. | | | | | | |');
  });

  it('replaces only the text between the markers', () => {
    const document = `# Title\n\n${BEGIN}\nold\n${END}\n\nAfter.\n`;
    const once = replaceBetweenMarkers(document, 'new');
    expect(once).toBe(`# Title\n\n${BEGIN}\n\nnew\n\n${END}\n\nAfter.\n`);
    expect(replaceBetweenMarkers(once, 'new')).toBe(once);
  });

  it('fails if the markers are missing', () => {
    expect(() => replaceBetweenMarkers('# Title\n', 'new')).toThrow(/Put both where the table belongs/);
  });
});

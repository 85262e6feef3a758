import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ReportPictures } from './report-pictures.js';

const lines = { kind: 'lines', series: [{ name: 'a', values: [1] }] } as const;

describe('ReportPictures', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'expgraph-pictures-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('writes each picture to a separate file, for any title', async () => {
    const pictures = new ReportPictures();
    for (const name of ['node-a/b', 'node-a b', '../node-a b']) await pictures.add('Node', name, name, lines);
    expect([...pictures.files.keys()]).toEqual(['node-a-b.svg', 'node-a-b-2.svg', 'node-a-b-3.svg']);
    expect(pictures.sections.get('Node')).toHaveLength(3);
  });

  it('embeds files as images, which run no scripts, and escapes captions', async () => {
    const evil = '<script>alert(1)</script>';
    await writeFile(join(folder, 'a.svg'), `<svg xmlns="http://www.w3.org/2000/svg">${evil}</svg>`);
    const pictures = new ReportPictures();
    const picture = { kind: 'image', folder: 'drawn', file: 'a.svg', caption: evil } as const;
    await pictures.add('Node', 'node-drawn', evil, picture, (name) => (name === 'drawn' ? folder : undefined));
    const [html] = pictures.sections.get('Node') ?? [];
    expect(html).toContain('src="data:image/svg+xml;base64,');
    expect(html).not.toContain('<script');
    expect(pictures.files.size).toBe(0);
  });

  it('reports a picture that cannot be drawn, and draws the others', async () => {
    const pictures = new ReportPictures();
    const malformed = { kind: 'lines', series: [{ name: 'a', values: ['x'] }] } as never;
    await pictures.add('Node', 'node-bad', 'Bad', malformed);
    await pictures.add('Node', 'node-good', 'Good', lines);
    const [bad, good] = pictures.sections.get('Node') ?? [];
    expect(bad).toMatch(/^<p>Cannot draw the picture "Bad": /);
    expect(good).toContain('<svg');
    expect([...pictures.files.keys()]).toEqual(['node-good.svg']);
  });

  it('skips a missing file', async () => {
    const pictures = new ReportPictures();
    const picture = { kind: 'image', folder: 'drawn', file: 'a.png' } as const;
    await pictures.add('Node', 'node-drawn', 'Drawn', picture, () => folder);
    await pictures.add('Node', 'node-drawn', 'Drawn', picture, () => undefined);
    expect(pictures.sections.size).toBe(0);
  });
});

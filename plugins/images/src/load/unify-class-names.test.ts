import { describe, expect, it } from 'vitest';
import { distinctImages, folderOf } from '../../test/image-files.js';
import { failureOf, runLoadImages } from '../../test/run-load-images.js';

/** In the form of most systems, and in that of macOS. */
const [NFC, NFD] = ['사과', '사과'.normalize('NFD')];

describe('class names', () => {
  it('are compared in NFC, and unify folders that differ only in that', async () => {
    const source = await folderOf(await distinctImages([`${NFC}/1.png`, `${NFD}/2.png`, '배/3.png', ' 배/4.png']));
    const { data, lines } = await runLoadImages({ source });
    expect(data.classes).toEqual(['배', NFC]);
    expect(Array.from(data.labels()).sort()).toEqual([0, 0, 1, 1]);
    expect(lines).toEqual([
      'warning: Merged 2 spellings of class "배", which differ in Unicode normalization or white space.',
      `warning: Merged 2 spellings of class "${NFC}", which differ in Unicode normalization or white space.`,
      `4 images in 2 classes (배 2, ${NFC} 2).`,
    ]);
  });

  it('match labels and classNames in the other form', async () => {
    const source = await folderOf(await distinctImages([`${NFD}/1.png`, '배/2.png']));
    const { data, lines } = await runLoadImages({
      source,
      labels: `^(${NFC}|배)/`,
      classNames: { [NFC]: 'Äpfel'.normalize('NFD') },
    });
    expect(data.classes).toEqual(['Äpfel', '배']);
    expect(lines).toEqual(['2 images in 2 classes (Äpfel 1, 배 1).']);
  });

  it('and paths in lists match files in the other form', async () => {
    const images = await distinctImages([`${NFD}/1.png`, `${NFC}.png`]);
    const source = await folderOf({
      ...images,
      'list.json': JSON.stringify([
        { path: `${NFC}/1.png`, label: NFC },
        { path: `${NFD}.png`, label: 'x' },
      ]),
    });
    const { classOf } = await runLoadImages({ source, list: `${source}/list.json` });
    expect(classOf).toEqual({ [`${NFD}/1.png`]: NFC, [`${NFC}.png`]: 'x' });
  });

  it('are rejected if they are empty', async () => {
    const source = await folderOf(await distinctImages([' /1.png', 'x/2.png']));
    expect(await failureOf(runLoadImages({ source }))).toMatchObject({
      code: 'EXPGRAPH_DATA_LABEL_EMPTY',
      message: 'The label of " /1.png" is empty.',
    });
  });
});

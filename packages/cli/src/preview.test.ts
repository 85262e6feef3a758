import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('../bin/expgraph.cjs', import.meta.url));

/** Only the nodes for images may run: the weights do not exist. */
const EXPERIMENT = `
name: flips
params: { angle: 0 }
nodes:
  photos: { type: load/images, config: { source: photos, size: [32, 32], range: -1..1 } }
  flipped: { type: augment, inputs: { images: photos }, config: { flip: horizontal, rotation: "\${params.angle}" } }
  backbone: { type: backbone/mobilenet-v2, config: { weights: "file:missing.h5", inputSize: [32, 32] } }
  head: { type: head/classifier, inputs: { model: backbone, data: photos } }
  trained: { type: train, inputs: { model: head, train: flipped } }
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expgraph-preview-'));
  for (const red of [100, 200]) {
    await mkdir(join(folder, 'photos', `red-${red}`), { recursive: true });
    const right = { create: { width: 8, height: 16, channels: 3, background: { r: red, g: 0, b: 0 } } } as const;
    await sharp({ create: { width: 16, height: 16, channels: 3, background: '#0000ff' } })
      .composite([{ input: await sharp(right).png().toBuffer(), left: 8, top: 0 }])
      .png()
      .toFile(join(folder, 'photos', `red-${red}`, 'half.png'));
  }
  await writeFile(join(folder, 'flips.yaml'), EXPERIMENT);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const preview = (...words: string[]) =>
  promisify(execFile)(process.execPath, [program, 'preview', 'flips.yaml', ...words], { cwd: folder });

/** Returns whether the images of a sheet's first row are mirrored, by column. */
async function mirrored(path: string): Promise<boolean[]> {
  const { data, info } = await sharp(path).raw().toBuffer({ resolveWithObject: true });
  const columns = (info.width - 4) / 132;
  return Array.from(
    { length: columns },
    (_, column) => data[(70 * info.width + 4 + column * 132 + 10) * info.channels] > 50,
  );
}

describe('expgraph preview', () => {
  it('draws images before and after the nodes that transform them, to a file and the report', async () => {
    const { stdout } = await preview('--images', '1', '--epochs', '12');
    const [sheet, report] = stdout.trim().split('\n');
    const [original, ...epochs] = await mirrored(sheet);
    expect([original, epochs.length]).toEqual([false, 12]);
    expect(new Set(epochs)).toEqual(new Set([true, false]));
    expect(await readFile(report, 'utf8')).toContain((await readFile(sheet)).toString('base64'));
  });

  it('draws any requested output', async () => {
    const { stdout } = await preview('photos', '--epochs', '2');
    expect(await mirrored(stdout.split('\n')[0])).toEqual([false, false]);
  });

  it('names the spec of the output if it is not images', async () => {
    await expect(preview('backbone')).rejects.toMatchObject({
      stderr: expect.stringContaining('"backbone" is a model, expected images.'),
    });
  });

  it('lists the nodes for an unknown one', async () => {
    await expect(preview('flopped')).rejects.toMatchObject({
      stderr: expect.stringContaining('The experiment has no node "flopped".'),
    });
  });
});

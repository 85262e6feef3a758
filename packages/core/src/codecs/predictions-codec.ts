import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Codec, Predictions } from '@expgraph/sdk';

const TABLE = 'predictions.json';
const SCORES = 'scores.bin';

/** Stores predictions as JSON (classes, labels, names, timesteps), and the scores as raw little-endian `float32[examples, classes]`. */
export const predictionsCodec: Codec<Predictions> = {
  async encode({ classes, labels, scores, names, steps, multiLabel }, folder) {
    await writeFile(join(folder, TABLE), JSON.stringify({ classes, labels: [...labels], names, steps, multiLabel }));
    await writeFile(join(folder, SCORES), new Uint8Array(scores.buffer, scores.byteOffset, scores.byteLength));
  },
  async decode(folder) {
    const { classes, labels, names, steps, multiLabel } = JSON.parse(await readFile(join(folder, TABLE), 'utf8')) as {
      classes: string[];
      labels: number[];
      names: string[];
      steps?: string[];
      multiLabel?: boolean;
    };
    const bytes = await readFile(join(folder, SCORES));
    const scores = new Float32Array(Uint8Array.from(bytes).buffer);
    return {
      ...{ classes, names, labels: Int32Array.from(labels), scores },
      ...(steps && { steps }),
      ...(multiLabel && { multiLabel }),
    };
  },
};

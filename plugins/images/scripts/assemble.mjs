/** Makes src/image-kernel-bytes.ts of native/image-kernel.wat: `node scripts/assemble.mjs`. A test compares the two. */
import { readFile, writeFile } from 'node:fs/promises';
import wabt from 'wabt';

/** The WebAssembly of the text, in base64. */
export async function assemble() {
  const text = await readFile(new URL('../native/image-kernel.wat', import.meta.url), 'utf8');
  const module = (await wabt()).parseWat('image-kernel.wat', text, { simd: true });
  const { buffer } = module.toBinary({});
  module.destroy();
  return Buffer.from(buffer).toString('base64');
}

if (import.meta.filename === process.argv[1]) {
  const lines = (await assemble()).match(/.{1,110}/g).map((line) => `  '${line}'`);
  const content = `/** Made of native/image-kernel.wat by scripts/assemble.mjs. */\nexport const IMAGE_KERNEL =\n${lines.join(' +\n')};\n`;
  await writeFile(new URL('../src/image-kernel-bytes.ts', import.meta.url), content);
}

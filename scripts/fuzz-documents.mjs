/**
 * Validates and plans random documents in processes with limited memory, and measures them.
 *
 *     node scripts/fuzz-documents.mjs [--count 20000] [--seed 1] [--processes 2]
 *
 * Prints the counts of results, the slowest documents, and the memory. Exits with 1 on a failure: an unknown exception, a document that
 * takes more than 5 s of CPU time, or a process that needs more than 1 GB. To reproduce one: --count 1 --seed N.
 */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const SECONDS = 5;
const MEGABYTES = 1000;
const script = fileURLToPath(import.meta.url);
const root = join(script, '..', '..');

if (process.send) await work();
else await lead();

/** Checks the document of each seed that it receives. */
async function work() {
  const { BUILT_IN, loadRegistry, checkDocument, Chance, RandomDocuments } = await import(process.argv[2]);
  const from = pathToFileURL(join(root, 'packages/cli/dist/main.js')).href;
  const registry = await loadRegistry(undefined, { builtIn: { ...BUILT_IN, from } });
  const documents = new RandomDocuments(registry, join(root, 'experiments'));
  process.on('message', async (seed) => {
    const bytes = documents.make(new Chance(seed));
    const before = process.cpuUsage();
    const outcome = await checkDocument(bytes, registry);
    const { user, system } = process.cpuUsage(before);
    const megabytes = process.resourceUsage().maxRSS / 1024;
    process.send({ seed, ...outcome, bytes: bytes.length, seconds: (user + system) / 1e6, megabytes });
  });
  process.send({ ready: true });
}

async function lead() {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: '20000' },
      seed: { type: 'string', default: '1' },
      processes: { type: 'string', default: '2' },
    },
  });
  const [first, count] = [Number(values.seed), Number(values.count)];
  const folder = mkdtempSync(join(root, 'node_modules', '.fuzz-'));
  const module = join(folder, 'fuzz.mjs');
  await build({
    stdin: {
      contents: `export * from './check-document.ts'; export * from './random-document.ts';
        export { BUILT_IN } from '../built-in.ts'; export { loadRegistry } from '@expgraph/core';`,
      resolveDir: join(root, 'packages/cli/src/fuzz'),
    },
    outfile: module,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
  });
  const tally = new Map();
  const codes = new Map();
  const faults = [];
  const slowest = [];
  let next = first;
  let peak = 0;
  const began = Date.now();

  const end = (result) => {
    tally.set(result.kind, (tally.get(result.kind) ?? 0) + 1);
    for (const code of new Set(result.kind === 'refused' ? result.details : []))
      codes.set(code, (codes.get(code) ?? 0) + 1);
    if (result.kind === 'fault') faults.push(`seed ${result.seed}: ${result.details.join('\n  ')}`);
    if (result.seconds > SECONDS) faults.push(`seed ${result.seed}: ${result.seconds.toFixed(1)} s`);
    slowest.push(result);
    slowest.sort((a, b) => b.seconds - a.seconds).length = Math.min(slowest.length, 5);
    peak = Math.max(peak, result.megabytes);
  };

  const lane = () =>
    new Promise((resolve) => {
      let current;
      const child = fork(script, [module], { execArgv: [`--max-old-space-size=${MEGABYTES}`] });
      const give = () => {
        if (next >= first + count) return child.disconnect();
        current = next++;
        child.send(current);
      };
      child.on('message', (message) => {
        if (!message.ready) end(message);
        if (message.megabytes > MEGABYTES) faults.push(`seed ${message.seed}: ${Math.round(message.megabytes)} MB`);
        give();
      });
      child.on('exit', (code, signal) => {
        if (code === 0) return resolve();
        faults.push(`seed ${current}: the process ended with ${signal ?? code}`);
        resolve(lane());
      });
    });
  try {
    await Promise.all(Array.from({ length: Number(values.processes) }, lane));
  } finally {
    rmSync(folder, { recursive: true });
  }
  console.log(
    `${count} documents from seed ${first} in ${Math.round((Date.now() - began) / 1000)} s:`,
    Object.fromEntries(tally),
  );
  console.log('problems:', Object.fromEntries([...codes].sort((a, b) => b[1] - a[1])));
  for (const { seed, seconds, bytes } of slowest) console.log(`seed ${seed}: ${seconds.toFixed(2)} s, ${bytes} bytes`);
  console.log(`most memory of a process: ${Math.round(peak)} MB`);
  for (const fault of faults.slice(0, 20)) console.log(fault);
  console.log(`${faults.length} faults`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}

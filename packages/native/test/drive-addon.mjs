// Calls each function of an addon with seeded random arguments: valid ones, whose results are checked; or invalid ones, with which the call
// must neither end the process nor throw an error without a code of ours.
//
//   node drive-addon.mjs ADDON FOLDER CALLS SEED
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { nativeFolder } from '../dist/set-up/native-folder.js';
import { junk, Random } from './random.mjs';

const [addon, folder, calls, seed] = process.argv.slice(2);
const require = createRequire(import.meta.url);

/** Loads the sanitized addon if there is one, or else the installed one. */
const load = (file) => require(existsSync(join(folder, file)) ? join(folder, file) : join(nativeFolder(), file));

const { entries } = await import(`./addon-${addon}.mjs`);
const random = new Random(Number(seed));

/** Number of concurrent calls, each on its own thread. */
const CONCURRENT = 8;

for (const [name, { call, args, check }] of Object.entries(await entries(load, random))) {
  const counts = { checked: 0, thrown: 0, other: 0 };
  for (let done = 0; done < Number(calls); done += CONCURRENT) {
    const batch = Array.from({ length: Math.min(CONCURRENT, Number(calls) - done) }, () =>
      one(call, args, check, counts),
    );
    await Promise.all(batch).catch((error) => {
      throw new Error(`${addon}.${name}, after ${done} calls with seed ${seed}: ${error.message}`, { cause: error });
    });
    if (random.chance(0.01)) globalThis.gc?.();
  }
  console.log(`${addon}.${name} ${calls} (${counts.checked} checked, ${counts.thrown} rejected)`);
}

async function one(call, args, check, counts) {
  const given = args(random);
  const spoiled = random.chance(0.6);
  if (spoiled) for (let times = 1 + random.below(2); times > 0; times -= 1) spoil(given);
  try {
    const result = await call(...given);
    if (spoiled) counts.other += 1;
    else await check?.(result, ...given);
    if (!spoiled) counts.checked += 1;
  } catch (error) {
    if (!spoiled) throw error;
    counts.thrown += 1;
    if (!isOurs(error)) throw error;
  }
}

function spoil(given) {
  const at = random.below(given.length + 1);
  if (at === given.length) given.length = random.below(given.length + 1);
  else given[at] = junk(random, given[at]);
}

/** Returns whether an error is of an addon, or of a getter in the arguments. */
function isOurs(error) {
  return /^EXPGRAPH_/.test(error?.code ?? '') || error?.message === 'a getter';
}

import { fileURLToPath } from 'node:url';
import { loadRegistry } from '@expgraph/core';
import { expect, it } from 'vitest';
import { BUILT_IN } from '../built-in.js';
import { checkDocument } from './check-document.js';
import { Chance, RandomDocuments } from './random-document.js';

/** CI runs more documents. */
const COUNT = process.env.EXPGRAPH_FULL_TESTS ? 1000 : 300;
const experiments = fileURLToPath(new URL('../../../../experiments', import.meta.url));

/** The full form, with limits of time and memory: node scripts/fuzz-documents.mjs --count 20000 --seed 1 */
it(`validates and plans ${COUNT} random documents without a failure`, { timeout: 600_000 }, async () => {
  const registry = await loadRegistry(undefined, { builtIn: BUILT_IN });
  const documents = new RandomDocuments(registry, experiments);
  const faults: string[] = [];
  const kinds = new Set<string>();
  for (let seed = 0; seed < COUNT; seed += 1) {
    const outcome = await checkDocument(documents.make(new Chance(seed)), registry);
    kinds.add(outcome.kind);
    if (outcome.kind === 'fault') faults.push(`${seed}: ${outcome.details.join('\n')}`);
  }
  expect(faults).toEqual([]);
  // Not all of them are rejected at the first character.
  expect([...kinds].sort()).toEqual(['refused', 'valid']);
});

import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/**
 * Of every package. A time limit is there to end a test that hangs: on a busy machine, a sound one may take many times its usual.
 * vitest leaves one core free, which on two of them halves the speed.
 */
export default defineConfig({
  test: { testTimeout: 60_000, hookTimeout: 60_000, maxWorkers: Math.max(2, availableParallelism() - 1) },
});

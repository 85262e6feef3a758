import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { type AugmentJob, augmentImages } from './augment-images.js';
import { splitJob } from './split-job.js';

/** A subpath import, so that tests of the sources use the built file too. */
const SCRIPT = '#augment-worker';

/** A worker thread that runs its jobs in order. */
class AugmentThread {
  private readonly worker = new Worker(createRequire(import.meta.url).resolve(SCRIPT));
  private readonly waiting: { readonly done: () => void; readonly failed: (error: Error) => void }[] = [];

  constructor() {
    this.worker.unref();
    this.worker.on('message', () => {
      this.waiting.shift()?.done();
      // An idle thread does not keep the process alive.
      if (this.waiting.length === 0) this.worker.unref();
    });
    this.worker.on('error', (error) => {
      // The thread has ended.
      threads.splice(threads.indexOf(this), 1);
      for (const { failed } of this.waiting.splice(0)) failed(error);
    });
  }

  run(job: AugmentJob): Promise<void> {
    this.worker.ref();
    return new Promise((done, failed) => {
      this.waiting.push({ done, failed });
      this.worker.postMessage(job);
    });
  }
}

const threads: AugmentThread[] = [];

/**
 * Runs a job on all cores. `source` and `target` must be in shared memory (like arrays of `ReusedFloats`), which all threads read and
 * write. The result does not depend on the number of threads.
 */
export async function augmentOnThreads(job: AugmentJob): Promise<void> {
  const parts = splitJob(job);
  if (parts.length < 2) return augmentImages(job);
  while (threads.length < parts.length) threads.push(new AugmentThread());
  await Promise.all(parts.map((part, index) => threads[index].run(part)));
}

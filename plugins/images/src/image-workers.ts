import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { changeImages, type ImageJob } from './change-images.js';
import { partsOf } from './image-parts.js';

/** By name: it is the built file, also where the sources run in a test. */
const SCRIPT = '#image-worker';

/** A thread with the jobs that it has been given, which it does in their order. */
class ImageThread {
  private readonly worker = new Worker(createRequire(import.meta.url).resolve(SCRIPT));
  private readonly waiting: { readonly done: () => void; readonly failed: (error: Error) => void }[] = [];

  constructor() {
    this.worker.unref();
    this.worker.on('message', () => {
      this.waiting.shift()?.done();
      // An idle thread does not keep the process.
      if (this.waiting.length === 0) this.worker.unref();
    });
    this.worker.on('error', (error) => {
      // It has ended.
      threads.splice(threads.indexOf(this), 1);
      for (const { failed } of this.waiting.splice(0)) failed(error);
    });
  }

  run(job: ImageJob): Promise<void> {
    this.worker.ref();
    return new Promise((done, failed) => {
      this.waiting.push({ done, failed });
      this.worker.postMessage(job);
    });
  }
}

const threads: ImageThread[] = [];

/**
 * Does a job on all cores. `source` and `target` must be on shared memory (as those of `ReusedFloats` are): threads read and write them where they
 * are. The result does not depend on how many there are.
 */
export async function changeOnThreads(job: ImageJob): Promise<void> {
  const parts = partsOf(job);
  if (parts.length < 2) return changeImages(job);
  while (threads.length < parts.length) threads.push(new ImageThread());
  await Promise.all(parts.map((part, index) => threads[index].run(part)));
}

import { parentPort } from 'node:worker_threads';
import { type AugmentJob, augmentImages } from './augment-images.js';

/** A thread that augments images in memory shared with the main thread; it answers each job when it is done. */
parentPort?.on('message', (job: AugmentJob) => {
  augmentImages(job);
  parentPort?.postMessage('done');
});

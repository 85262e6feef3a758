import { parentPort } from 'node:worker_threads';
import { changeImages, type ImageJob } from './change-images.js';

/** A thread that changes images which it shares with the main one; it answers each job when it is done. */
parentPort?.on('message', (job: ImageJob) => {
  changeImages(job);
  parentPort?.postMessage('done');
});

import type { ImageMove, ImageMoves } from '@expgraph/tensorflow/native';
import type { ImageJob } from './change-images.js';
import { FILL_MODES } from './fill-mode.js';
import type { ImageChange } from './image-change.js';
import { partsOf } from './image-parts.js';
import { changeOnThreads } from './image-workers.js';
import { takeLight } from './relight-image.js';

/** What is to be done to each image, and all of it. */
interface NativeJob extends ImageJob {
  readonly changes: readonly ImageChange[];
}

/**
 * Does a job on all cores: images are moved in native code, several times as fast as in the kernel of WebAssembly, to the same numbers; what is
 * left to do in colour is done on threads. `source` may be on any memory, `target` must be on memory that they share.
 */
export async function changeNatively(moves: ImageMoves, job: NativeJob): Promise<void> {
  await Promise.all(partsOf(job).map((part) => moveImages(moves, part)));
  const left = job.changes.map(({ steps }) => ({ steps: takeLight(steps, job.scale).others }));
  if (left.some(({ steps }) => steps.length > 0)) await changeOnThreads({ ...job, changes: left });
}

function moveImages(moves: ImageMoves, { changes, warp, scale, ...images }: NativeJob): Promise<void> {
  const planned = changes.map(({ matrix, steps }): ImageMove => ({ matrix, light: takeLight(steps, scale).light }));
  return moves.move({ ...images, moves: planned, mode: FILL_MODES.indexOf(warp.mode), values: warp.values });
}

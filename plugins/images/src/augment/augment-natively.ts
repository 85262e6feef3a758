import { FILL_MODE, type ImageOps, type NativeAugmentation } from '@expgraph/native/addons';
import { takeBrightness } from './adjust-brightness.js';
import type { AugmentJob } from './augment-images.js';
import { nativeStep } from './native-step.js';
import { splitJob } from './split-job.js';

/**
 * Runs a job on all cores in native code: bit for bit the results of `augmentImages`, several times as fast. Arrays may be in any memory, but
 * `source` and `target` must not share it.
 */
export async function augmentNatively(native: ImageOps, job: AugmentJob): Promise<void> {
  await Promise.all(
    splitJob(job).map(({ changes, warp, scale, ...images }) =>
      native.augment({
        ...images,
        changes: changes.map(({ matrix, steps }): NativeAugmentation => {
          const { brightness, others } = takeBrightness(steps, scale);
          return { matrix, brightness, steps: others.map(nativeStep) };
        }),
        interpolated: warp.interpolation === 'bilinear',
        mode: FILL_MODE[warp.mode],
        values: warp.values,
        range: scale,
      }),
    ),
  );
}

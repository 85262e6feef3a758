import type { ImageChanges, NativeChange } from '@expgraph/native/addons';
import type { ImageJob } from './change-images.js';
import { colourNumbers } from './colour-numbers.js';
import { FILL_MODES } from './fill-mode.js';
import { partsOf } from './image-parts.js';
import { takeLight } from './relight-image.js';

/**
 * Does a job on all cores in native code: the numbers are those of `changeImages`, several times as fast. Arrays may be on any memory, `source`
 * and `target` not on the same.
 */
export async function changeNatively(native: ImageChanges, job: ImageJob): Promise<void> {
  await Promise.all(
    partsOf(job).map(({ changes, warp, scale, ...images }) =>
      native.change({
        ...images,
        changes: changes.map(({ matrix, steps }): NativeChange => {
          const { light, others } = takeLight(steps, scale);
          return { matrix, light, steps: others.map(colourNumbers) };
        }),
        interpolated: warp.interpolation === 'bilinear',
        mode: FILL_MODES.indexOf(warp.mode),
        values: warp.values,
        range: scale,
      }),
    ),
  );
}

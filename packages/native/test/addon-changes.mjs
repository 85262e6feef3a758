import { COLOR_STEP } from '../dist/addons/enums.js';
import { CHANGES } from '../dist/set-up/native-folder.js';
import { expectSame } from './random.mjs';

const SAME_BRIGHTNESS = [Number.NaN, 1, 0, 0, 0];

/** [kind, count, numbers] of steps that do not change levels. */
const NEUTRAL = [
  [COLOR_STEP.brightness, 5, 0, 1, 0, 0, 255],
  [COLOR_STEP.contrast, 1, 1],
  [COLOR_STEP.blur, 1, 1],
  [COLOR_STEP.posterize, 1, 8],
  [COLOR_STEP.erase, 6, 0, 0, 0, 0, 0, 7],
];

export async function entries(load, random) {
  const { change } = load(CHANGES);
  return {
    change: {
      call: change,
      args: () => {
        const [height, width, images, first] = [
          random.between(1, 9),
          random.between(1, 9),
          random.below(3),
          random.below(3),
        ];
        const count = (first + images) * height * width * 3;
        const source = Float32Array.from({ length: count }, () => random.below(256));
        const steps = () => Array.from({ length: random.below(3) }, () => random.of(NEUTRAL));
        const changes = Array.from({ length: images }, () => {
          const those = steps();
          return [1, 0, 0, 0, 1, 0, ...SAME_BRIGHTNESS, those.length, ...those.flat()];
        });
        return [
          source,
          new Float32Array(count).fill(-1),
          Int32Array.of(height, width, height, width, first, random.below(2)),
          Float32Array.of(random.below(4), 1, 2, 3),
          Float64Array.of(1, 1, 1, 0, 0, 0, 0, 1, 2),
          Float64Array.from(changes.flat()),
        ];
      },
      // The identity matrix, and steps that change nothing.
      check: (_, source, target, [height, width, , , first]) => {
        const before = first * height * width * 3;
        expectSame(target.subarray(0, before), new Float32Array(before).fill(-1), 'images before');
        expectSame(target.subarray(before), source.subarray(before), 'images');
      },
    },
  };
}

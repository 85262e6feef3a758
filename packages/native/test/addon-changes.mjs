import { CHANGES } from '../dist/set-up/native-folder.js';
import { expectSame } from './random.mjs';

const NO_LIGHT = [Number.NaN, 1, 0, 0, 0];

/** [kind, count, numbers] of a step that leaves levels as they are. */
const NEUTRAL = [
  [0, 5, 0, 1, 0, 0, 255],
  [1, 1, 1],
  [5, 1, 1],
  [8, 1, 8],
  [10, 6, 0, 0, 0, 0, 0, 7],
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
          return [1, 0, 0, 0, 1, 0, ...NO_LIGHT, those.length, ...those.flat()];
        });
        return [
          ...[source, new Float32Array(count).fill(-1)],
          Int32Array.of(height, width, height, width, first, random.below(2)),
          Float32Array.of(random.below(4), 1, 2, 3),
          Float64Array.of(1, 1, 1, 0, 0, 0, 0, 1, 2),
          Float64Array.from(changes.flat()),
        ];
      },
      // A matrix that moves nothing, and steps that change nothing.
      check: (_, source, target, [height, width, , , first]) => {
        const before = first * height * width * 3;
        expectSame(target.subarray(0, before), new Float32Array(before).fill(-1), 'images before');
        expectSame(target.subarray(before), source.subarray(before), 'images');
      },
    },
  };
}

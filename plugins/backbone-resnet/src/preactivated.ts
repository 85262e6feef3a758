import type { Blueprint, Features } from '@expgraph/model-io/backbones';
import { type BlockOptions, EPSILON } from './bottleneck.js';

/** Adds a residual block with normalization and activation before each convolution: figure 1b of the paper. */
export function preactivated(
  b: Blueprint,
  input: Features,
  { name, filters, strides, project }: BlockOptions,
): Features {
  const activate = (x: Features, part: string) => {
    const normalized = b.batchNormalization(x, { name: `${name}_${part}_bn`, epsilon: EPSILON });
    return b.activation(normalized, 'relu', `${name}_${part}_relu`);
  };
  const before = activate(input, 'preact');
  const projection = { name: `${name}_0_conv`, filters: 4 * filters, kernelSize: 1, strides } as const;
  const reduced = () => (strides > 1 ? b.maxPooling2d(input, { poolSize: 1, strides }) : input);
  const shortcut = project ? b.conv2d(before, projection) : reduced();
  let x = b.conv2d(before, { name: `${name}_1_conv`, filters, kernelSize: 1, useBias: false });
  x = b.zeroPadding2d(
    activate(x, '1'),
    [
      [1, 1],
      [1, 1],
    ],
    `${name}_2_pad`,
  );
  x = b.conv2d(x, { name: `${name}_2_conv`, filters, kernelSize: 3, strides, useBias: false });
  x = b.conv2d(activate(x, '2'), { name: `${name}_3_conv`, filters: 4 * filters, kernelSize: 1 });
  return b.sum(shortcut, x, `${name}_out`);
}

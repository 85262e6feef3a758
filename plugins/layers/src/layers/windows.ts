import { type Dimension, Type } from '@expgraph/sdk';

export type Size = number | readonly [number, number];

/** Returns the schema of a size: one number for both axes, or `[height, width]`. */
export const size = (description: string, byDefault?: Size) =>
  Type.Unsafe<Size>({
    anyOf: [Type.Integer({ minimum: 1 }), Type.ImageSize()],
    description: `${description}, a number or [height, width].`,
    ...(byDefault === undefined ? {} : { default: byDefault }),
  });

export const padding = Type.Choice(['valid', 'same'], {
  default: 'valid',
  description: 'valid: no padding; same: pad with zeros, so that strides of 1 keep the size.',
});

interface Windows {
  readonly size: Size;
  readonly strides: Size;
  readonly padding: 'valid' | 'same';
}

/** Returns the lengths of axes after a window has moved over them; unknown lengths stay unknown. */
export const windowedLengths = (lengths: readonly Dimension[], windows: Windows): Dimension[] =>
  lengths.map((length, axis) => {
    if (typeof length !== 'number') return length;
    const [window, step] = [along(windows.size, axis), along(windows.strides, axis)];
    return Math.ceil((windows.padding === 'same' ? length : length - window + 1) / step);
  });

const along = (given: Size, axis: number): number => (typeof given === 'number' ? given : given[axis]);

import { type Dimension, Type } from '@expgraph/sdk';

type Size = number | readonly [number, number];

/** A size in both directions, or `[down, across]`. */
export const size = (description: string, byDefault?: Size) =>
  Type.Unsafe<Size>({
    anyOf: [Type.Integer({ minimum: 1 }), Type.ImageSize()],
    description: `${description}, a number or [down, across].`,
    ...(byDefault === undefined ? {} : { default: byDefault }),
  });

export const padding = Type.Choice(['valid', 'same'], {
  default: 'valid',
  description: 'Whether windows stay inside, or zeros around keep the size.',
});

interface Windows {
  readonly size: Size;
  readonly strides: Size;
  readonly padding: 'valid' | 'same';
}

/** The lengths of some axes after windows have gone over them; what is not known stays so. */
export const afterWindows = (lengths: readonly Dimension[], windows: Windows): Dimension[] =>
  lengths.map((length, axis) => {
    if (typeof length !== 'number') return length;
    const [window, step] = [along(windows.size, axis), along(windows.strides, axis)];
    return Math.ceil((windows.padding === 'same' ? length : length - window + 1) / step);
  });

const along = (given: Size, axis: number): number => (typeof given === 'number' ? given : given[axis]);

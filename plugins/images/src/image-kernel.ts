import { FILL_MODES, type FillMode, mapCoordinate } from './fill-mode.js';
import { IMAGE_KERNEL } from './image-kernel-bytes.js';
import { endOf, type ImageView } from './image-view.js';
import type { Matrix } from './matrix.js';

/** Of levels, or of values in which they are expressed. */
export interface Relight {
  readonly shift: number;
  readonly factor: number;
  readonly added: number;
  readonly least: number;
  readonly most: number;
}

/** What is used of WebAssembly, whose types come with the browser's alone. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { readonly exports: object };
};

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): void };
  warp(
    mode: number,
    source: number,
    height: number,
    width: number,
    to: number,
    rows: number,
    columns: number,
    ...matrix: Matrix
  ): void;
  relight(
    start: number,
    count: number,
    shift: number,
    factor: number,
    added: number,
    least: number,
    most: number,
  ): void;
}

const PAGE = 65536;

/** A pixel is read and written as four numbers, of which the last is behind it. */
const ROOM = 16;

/** What lies beyond the edges of the image that is being moved. */
let fillMode: FillMode = 'nearest';

const fill = { map: (coordinate: number, size: number) => mapCoordinate(coordinate, size, fillMode) };

const { memory, warp, relight } = new WebAssembly.Instance(
  new WebAssembly.Module(Buffer.from(IMAGE_KERNEL, 'base64')),
  { fill },
).exports as Exports;

/** Where images begin: behind the value beyond the edge. */
const START = 4;

/** Memory for so many numbers from the beginning on. */
function floats(count: number): Float32Array {
  const missing = count * 4 - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  return new Float32Array(memory.buffer);
}

/** An image's numbers and the room behind them, a multiple of 16 bytes. */
const lengthOf = ({ height, width }: ImageView) => Math.ceil((height * width * 3 * 4 + ROOM) / 16) * 4;

/**
 * Writes an image moved by a matrix from output to input coordinates into `target`, with bilinear interpolation, and changes its
 * light. WebAssembly: three times as fast as loops in JavaScript.
 */
export function warpWithKernel(
  image: ImageView,
  target: ImageView,
  matrix: Matrix,
  { mode, values, light }: { readonly mode: FillMode; readonly values: readonly number[]; readonly light?: Relight },
): void {
  const end = START + lengthOf(image);
  const numbers = floats(end + lengthOf(target));
  numbers.set(values);
  numbers.set(image.pixels.subarray(image.start, endOf(image)), START);
  fillMode = mode;
  const { height, width } = image;
  warp(FILL_MODES.indexOf(mode), START * 4, height, width, end * 4, target.height, target.width, ...matrix);
  const warped = { ...target, pixels: numbers, start: end };
  if (light) change(warped, light);
  target.pixels.set(numbers.subarray(end, endOf(warped)), target.start);
}

/** Changes the light of an image in place. */
export function relightWithKernel(image: ImageView, light: Relight): void {
  const numbers = floats(lengthOf(image));
  numbers.set(image.pixels.subarray(image.start, endOf(image)));
  const copy = { ...image, pixels: numbers, start: 0 };
  change(copy, light);
  image.pixels.set(numbers.subarray(0, endOf(copy)), image.start);
}

/** In the kernel's own memory. */
function change(image: ImageView, { shift, factor, added, least, most }: Relight): void {
  const end = endOf(image);
  const count = Math.ceil((end - image.start) / 4) * 4;
  // What is behind the image must not be darker or brighter than it.
  image.pixels.fill(image.pixels[image.start], end, image.start + count);
  relight(image.start * 4, count, shift, factor, added, least, most);
}

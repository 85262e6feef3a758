/** Returns an idx file of bytes: `[images, height, width]` of pixels, or `[images]` of labels. */
export function idxFile(shape: readonly number[], values: ArrayLike<number>): Buffer {
  const header = Buffer.alloc(4 + shape.length * 4);
  header.writeUInt8(8, 2);
  header.writeUInt8(shape.length, 3);
  for (const [axis, size] of shape.entries()) header.writeUInt32BE(size, 4 + axis * 4);
  return Buffer.concat([header, Uint8Array.from(values)]);
}

/** Converts little-endian IEEE 754 half-precision values to float32. */
export function readHalfFloats(data: Uint8Array): Float32Array {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const values = new Float32Array(data.length >> 1);
  for (let index = 0; index < values.length; index += 1) values[index] = widen(view.getUint16(index * 2, true));
  return values;
}

/** Converts the 16 bits of a half-precision value. */
function widen(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Returns a valid node name for a TensorFlow graph. */
export const nodeName = (name: string): string =>
  name.replace(/[^A-Za-z0-9_./-]/g, '_').replace(/^[^A-Za-z0-9.]/, 'x$&');

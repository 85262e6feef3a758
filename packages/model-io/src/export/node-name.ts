/** A name for a node of a graph that TensorFlow takes. */
export const nodeName = (name: string): string =>
  name.replace(/[^A-Za-z0-9_./-]/g, '_').replace(/^[^A-Za-z0-9.]/, 'x$&');

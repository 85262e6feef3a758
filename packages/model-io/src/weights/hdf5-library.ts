type Hdf5 = typeof import('h5wasm/node');

let library: Promise<Hdf5> | undefined;
let discarded = 0;
/**
 * Files at which the library failed. It keeps them open, and would use its cached state for a new file at the same
 * path.
 */
const failed = new Set<string>();

/**
 * Returns the HDF5 library for reading a file. It throws at the first error; by default, it prints a page about each
 * error and continues.
 */
export function hdf5Library(path: string): Promise<Hdf5> {
  if (failed.has(path)) discard();
  library ??= load();
  return library;
}

/** Handles an error of the library. A WebAssembly trap leaves its memory corrupt, so the library is loaded again. */
export function hdf5Failed(path: string, error: unknown): void {
  failed.add(path);
  if (error instanceof Error && error.name === 'RuntimeError') discard();
}

function discard(): void {
  library = undefined;
  discarded += 1;
  failed.clear();
}

async function load(): Promise<Hdf5> {
  // A new URL, because importing the same one returns the same module.
  const hdf5 = (
    discarded === 0 ? await import('h5wasm/node') : await import(`${import.meta.resolve('h5wasm/node')}?${discarded}`)
  ) as Hdf5;
  (await hdf5.ready).activate_throwing_error_handler();
  return hdf5;
}

type Hdf5 = typeof import('h5wasm/node');

let library: Promise<Hdf5> | undefined;
let discarded = 0;
/** Files that it failed at: it keeps them open, and would take what stands at their path later for what it knows. */
const failed = new Set<string>();

/** The HDF5 library, for reading a file. It throws at the first error: else it writes a page about each to the terminal, and goes on. */
export function hdf5Library(path: string): Promise<Hdf5> {
  if (failed.has(path)) discard();
  library ??= load();
  return library;
}

/** Handles an error of the library. A trap of WebAssembly leaves its memory corrupt, so the library is loaded again. */
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
  // The same address would give the same module.
  const hdf5 = (
    discarded === 0 ? await import('h5wasm/node') : await import(`${import.meta.resolve('h5wasm/node')}?${discarded}`)
  ) as Hdf5;
  (await hdf5.ready).activate_throwing_error_handler();
  return hdf5;
}

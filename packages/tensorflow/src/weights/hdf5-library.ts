type Hdf5 = typeof import('h5wasm/node');

let library: Promise<Hdf5> | undefined;
let broken = 0;

/** The HDF5 library, set to throw at the first error: else it writes a page about each to the terminal, and goes on. */
export function hdf5Library(): Promise<Hdf5> {
  library ??= load();
  return library;
}

/** Has the library loaded anew: it can not be trusted after a damaged file has led it astray. */
export function discardHdf5Library(): void {
  library = undefined;
  broken += 1;
}

async function load(): Promise<Hdf5> {
  // The same address would give the same module.
  const hdf5 = (
    broken === 0 ? await import('h5wasm/node') : await import(`${import.meta.resolve('h5wasm/node')}?${broken}`)
  ) as Hdf5;
  (await hdf5.ready).activate_throwing_error_handler();
  return hdf5;
}

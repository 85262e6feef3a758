/** The parts that are used of packages that have no types. */
declare module 'fs-native-extensions' {
  const extensions: {
    /** Locks the whole file; false when another descriptor holds it. The lock ends with the descriptor. */
    tryLock(descriptor: number): boolean;
    /** Exchanges two paths in one step. */
    swap(from: string, to: string): Promise<void>;
  };
  export default extensions;
}

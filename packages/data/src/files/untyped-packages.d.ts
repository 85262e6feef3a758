/** Types of the used parts of packages without types. */
declare module 'fs-native-extensions' {
  const extensions: {
    /** Locks the whole file; returns false if another descriptor holds the lock, which ends with the descriptor. */
    tryLock(descriptor: number): boolean;
    /** Exchanges two paths atomically. */
    swap(from: string, to: string): Promise<void>;
  };
  export default extensions;
}

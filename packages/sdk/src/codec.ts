/** Writes values of one kind to the store and reads them back. Values of a kind without a codec are rebuilt by running their node again. */
export interface Codec<Value> {
  /** Writes the value into an empty folder. */
  encode(value: Value, folder: string): Promise<void>;
  decode(folder: string): Promise<Value>;
  /** Returns the parts of the output's spec that only the value determines, such as the layers of a loaded model. */
  describe?(value: Value): Promise<object> | object;
  /** Releases memory that the value holds outside the heap, once no node needs the value. */
  dispose?(value: Value): void;
}

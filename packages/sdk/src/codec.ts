/** How values of one kind are kept in the store. A kind without a codec is rebuilt by running its node again. */
export interface Codec<Value> {
  /** Writes the value into an empty folder. */
  encode(value: Value, folder: string): Promise<void>;
  decode(folder: string): Promise<Value>;
  /** Returns what the spec of an output leaves open until there is a value, such as the layers of a model that was loaded. */
  describe?(value: Value): Promise<object> | object;
  /** Frees what the value holds outside the heap, when no node needs it any longer. */
  dispose?(value: Value): void;
}

import { createRequire } from 'node:module';

/** The functions of tfjs-node's addon that expgraph uses. */
export interface Binding {
  readonly TF_Version: string;
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_BOOL: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_SHAPE: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_TYPE: number;
  /** Creates a tensor that shares the memory of the array, which must not change until the tensor is deleted. */
  createTensor(shape: readonly number[], dtype: number, values: ArrayBufferView): number;
  deleteTensor(id: number): void;
  executeOp(name: string, attributes: readonly unknown[], inputs: readonly number[], outputs: number): NativeTensor[];
  /** Returns a copy of the values. */
  tensorDataSync(id: number): Float32Array | Int32Array | Uint8Array;
  loadSavedModel(folder: string, tags: string): number;
  /** `inputs` and `outputs` are comma-separated names with an index: `feed:0,other:0`. */
  runSavedModel(session: number, tensors: readonly number[], inputs: string, outputs: string): NativeTensor[];
  deleteSavedModel(session: number): void;
  isUsingGpuDevice(): boolean;
}

/** A tensor that TensorFlow holds. */
export interface NativeTensor {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: number;
}

export const loadAddon = (path: string): Binding => createRequire(import.meta.url)(path) as Binding;

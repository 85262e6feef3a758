import { createRequire } from 'node:module';

/** The part of tfjs-node's addon that is used here. */
export interface Binding {
  readonly TF_Version: string;
  readonly TF_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  createTensor(shape: readonly number[], dtype: number, values: ArrayBufferView): number;
  executeOp(name: string, attributes: readonly unknown[], inputs: readonly number[], outputs: number): { id: number }[];
  tensorDataSync(id: number): Float32Array;
  isUsingGpuDevice(): boolean;
}

export const loadAddon = (path: string): Binding => createRequire(import.meta.url)(path) as Binding;

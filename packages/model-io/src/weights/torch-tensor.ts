import { type ExpansionBudget, PickleGlobal, type PickleHost } from '@expgraph/data/formats';
import { gather, rowMajorStrides } from './gather.js';
import { readHalfFloats } from './half-floats.js';
import { sizeOf, type Weight } from './named-weights.js';

/** The values that tensors are views of. */
export interface TorchStorage {
  readonly key: string;
  readonly type: string;
  readonly length: number;
}

/** A tensor of a checkpoint whose values have not been read. */
export class TorchTensor {
  constructor(
    readonly storage: TorchStorage,
    readonly offset: number,
    readonly shape: readonly number[],
    readonly strides: readonly number[],
  ) {}

  /** Decodes the tensor, row-major, from the bytes of its storage. */
  weight(bytes: Buffer, budget: ExpansionBudget): Weight {
    const { storage, shape } = this;
    const [size, read] = STORAGES[storage.type];
    if (bytes.length < storage.length * size)
      throw new RangeError(`a storage has ${bytes.length} bytes, expected ${storage.length * size}`);
    const numbers = sizeOf(shape);
    // Many tensors can be views of the same storage.
    budget.spend(numbers * 4);
    if (isRowMajor(this)) {
      const start = this.offset * size;
      return { shape, values: read(bytes.subarray(start, start + numbers * size)) };
    }
    const all = read(bytes.subarray(0, storage.length * size));
    return { shape, values: gather(all, shape, this.strides, this.offset) };
  }
}

const copyOf = ({ buffer, byteOffset, byteLength }: Buffer) => buffer.slice(byteOffset, byteOffset + byteLength);

/** Bytes per value and decoder of each supported storage type. */
const STORAGES: Readonly<Record<string, readonly [bytes: number, read: (data: Buffer) => Float32Array]>> = {
  FloatStorage: [4, (data) => new Float32Array(copyOf(data))],
  DoubleStorage: [8, (data) => new Float32Array(new Float64Array(copyOf(data)))],
  HalfStorage: [2, readHalfFloats],
  BFloat16Storage: [2, readBrainFloats],
  LongStorage: [8, (data) => Float32Array.from(new BigInt64Array(copyOf(data)), Number)],
  IntStorage: [4, (data) => new Float32Array(new Int32Array(copyOf(data)))],
  ShortStorage: [2, (data) => new Float32Array(new Int16Array(copyOf(data)))],
  CharStorage: [1, (data) => new Float32Array(new Int8Array(copyOf(data)))],
  ByteStorage: [1, (data) => new Float32Array(data)],
  BoolStorage: [1, (data) => new Float32Array(data)],
};

/** Returns the size of a storage in its file in bytes. */
export const storageBytes = ({ type, length }: TorchStorage) => STORAGES[type][0] * length;

/** A bfloat16 is the upper half of a float32. */
function readBrainFloats(data: Buffer): Float32Array {
  const halves = new Uint16Array(copyOf(data));
  return new Float32Array(Uint32Array.from(halves, (half) => half << 16).buffer);
}

function isRowMajor({ shape, strides }: TorchTensor): boolean {
  const expected = rowMajorStrides(shape);
  return shape.every((length, axis) => length === 1 || strides[axis] === expected[axis]);
}

/** Creates the tensors and dicts of a checkpoint, and rejects all other objects. */
export const torchHost: PickleHost = {
  call({ name }, values) {
    if (name === 'collections.OrderedDict') return new Map();
    if (name === 'torch._utils._rebuild_parameter') return values[0];
    if (name === 'torch._utils._rebuild_tensor_v2') return rebuildTensor(values);
    throw new Error(`it would call ${name}, which is not allowed`);
  },
  persistent(id) {
    const [kind, type, key, , length, view = null] = Array.isArray(id) ? id : [];
    const name = type instanceof PickleGlobal ? type.name.replace(/^torch\./, '') : '';
    if (kind !== 'storage' || !Object.hasOwn(STORAGES, name))
      throw new Error(`its storage type "${name}" is not supported`);
    if (typeof key !== 'string') throw new RangeError('a storage has no key');
    if (view !== null) throw new Error(`its storage "${key}" is a view of another one`);
    if (!isCount(length)) throw new RangeError('a storage has no length');
    return { key, type: name, length } satisfies TorchStorage;
  },
};

/** PyTorch's own limit. */
const MAX_AXES = 64;

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const areCounts = (value: unknown): value is number[] => Array.isArray(value) && value.every(isCount);

function rebuildTensor([storage, offset, shape, strides]: readonly unknown[]): TorchTensor {
  const { length } = (storage ?? {}) as Partial<TorchStorage>;
  if (
    !isCount(length) ||
    !isCount(offset) ||
    !areCounts(shape) ||
    !areCounts(strides) ||
    shape.length !== strides.length ||
    shape.length > MAX_AXES
  )
    throw new RangeError('a tensor is damaged');
  const last = shape.reduce((end, size, axis) => end + Math.max(0, size - 1) * strides[axis], offset);
  // The second check: a tensor that repeats values could have any size.
  if ((sizeOf(shape) > 0 && last >= length) || sizeOf(shape) > length)
    throw new RangeError(`a tensor of [${shape.join(', ')}] extends beyond its storage of ${length} values`);
  return new TorchTensor(storage as TorchStorage, offset, shape, strides);
}

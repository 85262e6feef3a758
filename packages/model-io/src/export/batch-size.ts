import { DTYPE, integers, type SignatureTensor, type Values } from '@expgraph/tensorflow/graph';
import type { GraphBuilder } from './graph-builder.js';

/** Integers that depend linearly on the batch size: element-wise `rest + perExample * size`. */
export interface Sizes {
  readonly shape: readonly number[];
  readonly perExample: Int32Array;
  readonly rest: Int32Array;
}

/** The batch size of a graph, read from its input, and values derived from it. */
export class BatchSize {
  private size?: string;

  constructor(
    private readonly input: Pick<SignatureTensor, 'tensor' | 'dtype'>,
    private readonly graph: GraphBuilder,
  ) {}

  /** Adds a tensor of values that depend on the batch size. */
  sizes(name: string, { shape, perExample, rest }: Sizes): string {
    const type = { T: { type: DTYPE.int32 } };
    const constant = (role: string, values: Int32Array) =>
      this.graph.constant(`${name}/${role}`, { dtype: DTYPE.int32, shape, values });
    const product = this.graph.add({
      name: `${name}/product`,
      operation: 'Mul',
      inputs: [constant('per_example', perExample), this.tensor()],
      attributes: type,
    });
    return this.graph.add({ name, operation: 'AddV2', inputs: [product, constant('rest', rest)], attributes: type });
  }

  /** Adds a tensor filled with one value, whose shape depends on the batch size. */
  filled(name: string, shape: Sizes, { dtype, values }: Values): string {
    const value = this.graph.constant(`${name}/value`, { dtype, shape: [], values: first(values) });
    const attributes = { T: { type: dtype }, index_type: { type: DTYPE.int32 } };
    return this.graph.add({ name, operation: 'Fill', inputs: [this.sizes(`${name}/shape`, shape), value], attributes });
  }

  /** `int32[]`: the first dimension of the input. */
  private tensor(): string {
    this.size ??= this.measure();
    return this.size;
  }

  private measure(): string {
    const types = { T: { type: this.input.dtype }, out_type: { type: DTYPE.int32 } };
    const { graph } = this;
    const shape = graph.add({
      name: 'batch/shape',
      operation: 'Shape',
      inputs: [this.input.tensor],
      attributes: types,
    });
    const [begin, end, step] = [0, 1, 1].map((value, index) =>
      graph.constant(`batch/${['begin', 'end', 'step'][index]}`, integers([value])),
    );
    return graph.add({
      name: 'batch/size',
      operation: 'StridedSlice',
      inputs: [shape, begin, end, step],
      attributes: {
        T: { type: DTYPE.int32 },
        Index: { type: DTYPE.int32 },
        shrink_axis_mask: { int: 1 },
        begin_mask: { int: 0 },
        end_mask: { int: 0 },
        ellipsis_mask: { int: 0 },
        new_axis_mask: { int: 0 },
      },
    });
  }
}

/**
 * Returns the linear dependency of a shape, or of a vector of sizes, on the batch size, from its values for two sizes.
 */
export function sizesFrom(
  shape: readonly number[],
  seen: readonly [ArrayLike<number>, ArrayLike<number>],
  [small, large]: readonly [number, number],
): Sizes {
  const perExample = Int32Array.from(seen[0], (value, index) => (seen[1][index] - value) / (large - small));
  return { shape, perExample, rest: Int32Array.from(seen[0], (value, index) => value - perExample[index] * small) };
}

const first = (values: Values['values']): Values['values'] =>
  (values as unknown as { slice(start: number, end: number): Values['values'] }).slice(0, 1);

import { selectLabels } from '@expgraph/data/dataset';
import type { Batch, Dataset, DatasetSpec, ReadOptions } from '@expgraph/sdk';

/** Data sets one behind the other. Their features and classes are the same. */
export class ConcatenatedDataset implements Dataset {
  readonly spec: DatasetSpec;
  readonly size: number;
  readonly classes: readonly string[];
  readonly sameEachEpoch?: boolean;
  /** Where each data set begins. */
  private readonly starts: readonly number[];
  /** Of tags: the steps of the longest elements. */
  private readonly width: number | undefined;

  constructor(private readonly parts: readonly Dataset[]) {
    const [first] = parts;
    this.starts = parts.map((_, part) => parts.slice(0, part).reduce((sum, { size }) => sum + size, 0));
    if (first.spec.label?.encoding === 'tags')
      this.width = Math.max(...parts.map((part) => part.labels().length / part.size));
    this.size = parts.reduce((sum, { size }) => sum + size, 0);
    this.classes = first.classes;
    this.sameEachEpoch = parts.every(({ sameEachEpoch }) => sameEachEpoch) || undefined;
    const isOnePart = parts.every(({ spec }) => spec.part === first.spec.part);
    this.spec = { ...first.spec, size: this.size, ...(!isOnePart && { part: undefined }) };
  }

  labels(): Int32Array | Float32Array {
    return joined(this.parts.map((part) => widened(part.labels(), part.size, this.width)));
  }

  name(index: number): string {
    const part = this.partOf(index);
    return this.parts[part].name(index - this.starts[part]);
  }

  column(name: string): readonly string[] | undefined {
    const columns = this.parts.map((part) => part.column?.(name));
    return columns.every((values) => values !== undefined) ? columns.flat() : undefined;
  }

  async read(indices: ArrayLike<number>, options?: ReadOptions): Promise<Batch> {
    const wanted = Array.from(indices, (index, position) => ({ index, position, part: this.partOf(index) }));
    const used = this.starts.map((start, part) =>
      wanted
        .filter((element) => element.part === part)
        .map((element) => ({ ...element, index: element.index - start })),
    );
    const batches = await Promise.all(
      used.map((elements, part) =>
        elements.length > 0
          ? this.parts[part].read(
              elements.map(({ index }) => index),
              options,
            )
          : undefined,
      ),
    );
    const read = batches.filter((batch) => batch !== undefined);
    // Where each position of the batch stands in what was read, one part behind the other.
    const places = new Int32Array(wanted.length);
    for (const [place, { position }] of used.flat().entries()) places[position] = place;
    return inOrder(read, places, this.width);
  }

  private partOf(index: number): number {
    return this.starts.findLastIndex((start) => start <= index);
  }
}

/** One batch of several, its examples in the order of `places`. */
function inOrder(batches: readonly Batch[], places: Int32Array, width: number | undefined): Batch {
  const count = places.length;
  const [{ shape }] = batches;
  const targets = batches[0].targets && joined(batches.flatMap((batch) => batch.targets ?? []));
  const texts = batches[0].texts && batches.flatMap((batch) => batch.texts ?? []);
  const labels = batches.map(({ labels, shape }) => widened(labels, shape[0], width));
  const weights = batches.some((batch) => batch.weights)
    ? joined(batches.map((batch) => batch.weights ?? new Float32Array(batch.shape[0]).fill(1)))
    : undefined;
  return {
    features: selectLabels(joined(batches.map(({ features }) => features)), count, places),
    shape: [count, ...shape.slice(1)],
    labels: selectLabels(joined(labels), count, places),
    ...(targets && { targets: selectLabels(targets, count, places) }),
    ...(texts && { texts: Array.from(places, (place) => texts[place]) }),
    ...(weights && { weights: selectLabels(weights, count, places) }),
    ...(batches.every(({ steps }) => steps) && { steps: () => stepsInOrder(batches, places) }),
  };
}

function stepsInOrder(batches: readonly Batch[], places: Int32Array): (readonly string[])[] {
  const steps = batches.flatMap((batch) => batch.steps?.() ?? []);
  return Array.from(places, (place) => steps[place]);
}

/** Labels of steps with room for `width` steps, -1 where an element has none; others as they are. */
function widened<Values extends Int32Array | Float32Array>(labels: Values, size: number, width?: number): Values {
  const before = labels.length / size;
  if (width === undefined || width === before) return labels;
  const result = new (labels.constructor as new (length: number) => Values)(size * width).fill(-1) as Values;
  for (let element = 0; element < size; element += 1)
    result.set(labels.subarray(element * before, (element + 1) * before), element * width);
  return result;
}

function joined<Values extends Int32Array | Float32Array>(arrays: readonly Values[]): Values {
  const length = arrays.reduce((sum, array) => sum + array.length, 0);
  const result = new (arrays[0].constructor as new (length: number) => Values)(length);
  let start = 0;
  for (const array of arrays) {
    result.set(array, start);
    start += array.length;
  }
  return result;
}

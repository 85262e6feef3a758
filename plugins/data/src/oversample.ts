import { SubsetDataset } from '@expgraph/data/dataset';
import {
  type Dataset,
  dataset,
  type Infer,
  inject,
  node,
  type OutputSpecs,
  type Outputs,
  Random,
  type Run,
  Tracker,
  Type,
} from '@expgraph/sdk';
import { classesPerExample } from './classes-per-example.js';
import { noClassLabels } from './messages.js';
import { unsized } from './unsized.js';

/** Repeats examples of rare classes. */
@node('oversample')
export class Oversample {
  static readonly description =
    'Oversample rare classes until each has at least `ratio` times as many examples as the largest class. A multi-label example is repeated for its rarest class first, then for its other classes if they still need more. Use it on training data only.';
  static readonly inputs = { data: dataset({ label: ['class', 'classes'] }) };
  static readonly outputs = { data: dataset({ label: ['class', 'classes'] }) };
  static readonly config = Type.Object({
    ratio: Type.Number({
      exclusiveMinimum: 0,
      maximum: 1,
      default: 1,
      description: 'Minimum number of examples per class, as a fraction of the largest class, 0 to 1.',
    }),
  });

  constructor(
    @inject(Random) private readonly random: Random,
    @inject(Tracker) private readonly tracker: Tracker,
  ) {}

  static infer({ inputs }: Infer<typeof Oversample>): OutputSpecs<typeof Oversample> {
    return { data: unsized(inputs.data) };
  }

  run({ inputs: { data }, config }: Run<typeof Oversample>): Outputs<typeof Oversample> {
    if (data.classes.length === 0) throw noClassLabels('oversample');
    const more = this.repeats(data, config.ratio);
    this.tracker.logParams({ examples: data.size, repeats: more.length });
    return { data: new SubsetDataset(data, Int32Array.from([...Array(data.size).keys(), ...more])) };
  }

  /** Returns the indices of the repeated examples, in the order of the classes that they are repeated for. */
  private repeats(data: Dataset, ratio: number): number[] {
    const { classes } = data;
    const classesOf = classesPerExample(data);
    const members = classes.map((): number[] => []);
    for (const [index, labels] of classesOf.entries()) for (const label of labels) members[label].push(index);
    const counts = members.map(({ length }) => length);
    const least = Math.round(Math.max(...counts) * ratio);
    const repeats = classes.map((): number[] => []);
    // From the rarest class on: a repeated example counts for all of its classes.
    for (const label of [...counts.keys()].sort((a, b) => members[a].length - members[b].length)) {
      repeats[label] = this.chosen(members[label], least - counts[label], classes[label]);
      for (const index of repeats[label]) for (const of of classesOf[index]) counts[of] += 1;
    }
    return repeats.flat();
  }

  /** Returns all examples of a class as often as they fit, then some at random, so that repetitions differ by at most one. */
  private chosen(indices: readonly number[], missing: number, name: string): number[] {
    if (indices.length === 0 || missing <= 0) return [];
    const whole = Array.from({ length: Math.floor(missing / indices.length) }, () => indices).flat();
    const order = this.random.stream('oversample', name).permutation(indices.length);
    const some = Array.from(order.subarray(0, missing % indices.length), (position) => indices[position]);
    return [...whole, ...some];
  }
}

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
import { classesOfEach } from './classes-of-each.js';
import { labelsAreNoClasses } from './messages.js';
import { SubsetDataset } from './subset-dataset.js';
import { unsized } from './unsized.js';

/** Has the elements of rare classes several times. */
@node('oversample')
export class Oversample {
  static readonly description =
    'Repeats elements of rare classes, until each class has as many as the largest, or a share of that. An element of several classes is repeated for the rarest of them, and again for the others only as far as they still lack some. For training data alone.';
  static readonly inputs = { data: dataset({ label: ['class', 'classes'] }) };
  static readonly outputs = { data: dataset({ label: ['class', 'classes'] }) };
  static readonly config = Type.Object({
    ratio: Type.Number({
      exclusiveMinimum: 0,
      maximum: 1,
      default: 1,
      description: 'How many elements each class has at least, as a share of those of the largest.',
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
    if (data.classes.length === 0) throw labelsAreNoClasses('oversample');
    const more = this.repeats(data, config.ratio);
    this.tracker.logParams({ elements: data.size, repeats: more.length });
    return { data: new SubsetDataset(data, Int32Array.from([...Array(data.size).keys(), ...more])) };
  }

  /** The elements that are there once more, in the order of the classes that they are repeated for. */
  private repeats(data: Dataset, ratio: number): number[] {
    const { classes } = data;
    const classesOf = classesOfEach(data);
    const members = classes.map((): number[] => []);
    for (const [index, labels] of classesOf.entries()) for (const label of labels) members[label].push(index);
    const counts = members.map(({ length }) => length);
    const least = Math.round(Math.max(...counts) * ratio);
    const repeats = classes.map((): number[] => []);
    // From the rarest on: what is repeated for one class counts for the others that it is of.
    for (const label of [...counts.keys()].sort((a, b) => members[a].length - members[b].length)) {
      repeats[label] = this.chosen(members[label], least - counts[label], classes[label]);
      for (const index of repeats[label]) for (const of of classesOf[index]) counts[of] += 1;
    }
    return repeats.flat();
  }

  /** All elements of a class as often as they fit, then some of them at random, so that none is chosen twice more than another. */
  private chosen(indices: readonly number[], missing: number, name: string): number[] {
    if (indices.length === 0 || missing <= 0) return [];
    const whole = Array.from({ length: Math.floor(missing / indices.length) }, () => indices).flat();
    const order = this.random.stream('oversample', name).permutation(indices.length);
    const some = Array.from(order.subarray(0, missing % indices.length), (position) => indices[position]);
    return [...whole, ...some];
  }
}

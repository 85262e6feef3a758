import {
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
import { labelsAreNoClasses } from './messages.js';
import { SubsetDataset } from './subset-dataset.js';
import { unsized } from './unsized.js';

/** Has the elements of rare classes several times. */
@node('oversample')
export class Oversample {
  static readonly description =
    'Repeats elements of rare classes, until each class has as many as the largest, or a share of that. For training data alone.';
  static readonly inputs = { data: dataset({ label: 'class' }) };
  static readonly outputs = { data: dataset({ label: 'class' }) };
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
    const { classes } = data;
    if (classes.length === 0 || data.spec.label?.encoding === 'classes') throw labelsAreNoClasses('oversample');
    const members = classes.map((): number[] => []);
    for (const [index, label] of data.labels().entries()) members[label].push(index);
    const least = Math.round(Math.max(...members.map(({ length }) => length)) * config.ratio);
    const more = members.flatMap((indices, label) => this.repeats(indices, least, classes[label]));
    this.tracker.logParams({ elements: data.size, repeats: more.length });
    return { data: new SubsetDataset(data, Int32Array.from([...Array(data.size).keys(), ...more])) };
  }

  /** All elements of a class as often as they fit, then some of them at random, so that none is there twice more than another. */
  private repeats(indices: readonly number[], least: number, name: string): number[] {
    if (indices.length === 0) return [];
    const missing = Math.max(0, least - indices.length);
    const whole = Array.from({ length: Math.floor(missing / indices.length) }, () => indices).flat();
    const order = this.random.stream('oversample', name).permutation(indices.length);
    const some = Array.from(order.subarray(0, missing % indices.length), (position) => indices[position]);
    return [...whole, ...some];
  }
}

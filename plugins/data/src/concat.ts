import { className } from '@expgraph/data/labels';
import {
  type Dataset,
  type DatasetSpec,
  dataset,
  type Infer,
  node,
  type OutputSpecs,
  type Outputs,
  optional,
  type Run,
  Type,
} from '@expgraph/sdk';
import { ConcatenatedDataset } from './concatenated-dataset.js';
import { classesDiffer, featuresDiffer, labelsDiffer } from './messages.js';
import { RelabeledDataset } from './relabeled-dataset.js';
import { unsized } from './unsized.js';

const OTHERS = ['second', 'third', 'fourth'] as const;

/** Concatenates datasets. */
@node('concat')
export class Concat {
  static readonly description = 'Concatenate two, three or four datasets.';
  static readonly inputs = {
    first: dataset(),
    second: dataset(),
    third: optional(dataset()),
    fourth: optional(dataset()),
  };
  static readonly outputs = { data: dataset() };
  static readonly config = Type.Object({
    classes: Type.Choice(['same', 'union'], {
      default: 'same',
      description:
        'same: all datasets must have the same classes. union: the classes are those of all datasets, sorted.',
    }),
  });

  static infer({ inputs, config }: Infer<typeof Concat>): OutputSpecs<typeof Concat> {
    const { first } = inputs;
    for (const name of OTHERS) {
      const other = inputs[name];
      if (other) checkAlike(name, other, first, config.classes === 'same');
    }
    const { label, part, ...data } = unsized(first);
    const isOnePart = OTHERS.every((name) => !inputs[name] || inputs[name].part === part);
    const classes = config.classes === 'same' ? label?.classes : undefined;
    return {
      data: { ...data, ...(isOnePart && { part }), label: label && { ...label, classes } },
    };
  }

  run({ inputs, config }: Run<typeof Concat>): Outputs<typeof Concat> {
    const { first } = inputs;
    const others = OTHERS.flatMap((name) => (inputs[name] ? [{ name, data: inputs[name] }] : []));
    // The specs of the data may say more now than they did in `infer`.
    for (const { name, data } of others) checkAlike(name, known(data), known(first), config.classes === 'same');
    const all = [first, ...others.map(({ data }) => data)];
    if (config.classes === 'same' || first.classes.length === 0) return { data: new ConcatenatedDataset(all) };
    const union = [...new Set(all.flatMap(({ classes }) => classes))].sort();
    return { data: new ConcatenatedDataset(all.map((data) => new RelabeledDataset(data, union))) };
  }
}

const known = ({ spec, classes }: Dataset): DatasetSpec => ({
  ...spec,
  label: spec.label && { ...spec.label, ...(classes.length > 0 && { classes }) },
});

/** Whether the names of classes are the same in NFC. */
const isSame = (classes: readonly string[], expected: readonly string[]) =>
  classes.map(className).join('\n') === expected.map(className).join('\n');

function checkAlike(name: string, found: DatasetSpec, first: DatasetSpec, sameClasses: boolean): void {
  const [a, b] = [found.features, first.features];
  const sameShape = !a?.shape || !b?.shape || a.shape.join() === b.shape.join();
  const sameRange = !a?.range || !b?.range || a.range === b.range;
  if (a && b && !(sameShape && sameRange)) throw featuresDiffer(name, a, b);
  const kind = ({ label }: DatasetSpec) => label && `${label.encoding} ${label.soft ?? false}`;
  if (kind(found) && kind(first) && kind(found) !== kind(first)) throw labelsDiffer(name);
  const [classes, expected] = [found.label?.classes, first.label?.classes];
  if (sameClasses && classes && expected && !isSame(classes, expected)) throw classesDiffer(name, classes, expected);
}

import { SubsetDataset } from '@expgraph/data/dataset';
import { some } from '@expgraph/data/wording';
import {
  type Dataset,
  dataset,
  type Infer,
  inject,
  Logger,
  node,
  type OutputSpecs,
  type Outputs,
  Random,
  type Run,
  Sources,
  Tracker,
  Type,
} from '@expgraph/sdk';
import { classesPerExample } from './classes-per-example.js';
import { checkSelection, exampleSelection, matchingExamples } from './example-selection.js';
import { checkGroups, groupBySchema, groupsOf } from './group-by.js';
import {
  fractionsAreZero,
  fractionsTooLarge,
  inNoPart,
  overlapping,
  publishedInTwoParts,
  tooFewToSplit,
} from './messages.js';
import { splitGroups } from './split-groups.js';
import { splitIndices } from './split-indices.js';
import { splitLabels } from './split-labels.js';
import { unsized } from './unsized.js';

const PARTS = ['train', 'validation', 'test'] as const;

/** Marks an example that has no part yet. */
const FREE = -1;

const fraction = (byDefault: number, purpose: string) =>
  Type.Number({ minimum: 0, maximum: 1, default: byDefault, description: `Fraction of the dataset ${purpose}.` });

const published = (part: string) =>
  Type.Optional(exampleSelection(`Examples of ${part}, which takes precedence over fractions.`));

/** Splits a dataset into disjoint parts. */
@node('split')
export class Split {
  static readonly description =
    'Split a dataset into training, validation and test parts: at random, stratified by class, by groups, or as published.';
  static readonly inputs = { data: dataset() };
  static readonly outputs = { train: dataset(), validation: dataset(), test: dataset() };
  static readonly config = Type.Object({
    train: fraction(0.7, 'for training'),
    validation: fraction(0.15, 'for validation'),
    test: fraction(0.15, 'for the final test'),
    stratify: Type.Boolean({
      default: true,
      description:
        'Whether each part gets the same fraction of every class, also for multi-label examples and labeled timesteps. Has no effect if labels are numbers.',
    }),
    groupBy: Type.Optional(groupBySchema),
    published: Type.Optional(
      Type.Object(
        { train: published('train'), validation: published('validation'), test: published('test') },
        {
          description:
            'Parts that the dataset was published with. Examples in none of them are split among the other parts in proportion to their fractions.',
        },
      ),
    ),
  });

  constructor(
    @inject(Random) private readonly random: Random,
    @inject(Sources) private readonly sources: Sources,
    @inject(Tracker) private readonly tracker: Tracker,
    @inject(Logger) private readonly logger: Logger,
  ) {}

  static infer({ inputs, config }: Infer<typeof Split>): OutputSpecs<typeof Split> {
    const sum = givenFractions(config).reduce((a, b) => a + b, 0);
    if (sum > 1 + 1e-9) throw fractionsTooLarge(sum);
    if (sum === 0 && !isPublished(config)) throw fractionsAreZero();
    if (inputs.data.overlapping && !config.groupBy && !config.published) throw overlapping();
    if (config.groupBy) checkGroups(config.groupBy);
    for (const name of PARTS) {
      const selection = config.published?.[name];
      if (selection) checkSelection(selection, ['published', name]);
    }
    const part = unsized(inputs.data);
    return {
      train: { ...part, part: 'train' },
      validation: { ...part, part: 'validation' },
      test: { ...part, part: 'test' },
    };
  }

  async run(run: Run<typeof Split>): Promise<Outputs<typeof Split>> {
    const { data } = run.inputs;
    const parts = await this.publishedParts(run);
    this.divide(data, parts, run.config);
    const [train, validation, test] = PARTS.map((_, part) => {
      const indices = [...parts.keys()].filter((index) => parts[index] === part);
      return new SubsetDataset(data, Int32Array.from(indices));
    });
    this.warnOfExamplesInNoPart(data.size - train.size - validation.size - test.size, data.size, run.config);
    this.tracker.logParams({ train: train.size, validation: validation.size, test: test.size });
    return { train, validation, test };
  }

  /** Returns the published part of each example, `[size]`; FREE for the others. */
  private async publishedParts({ inputs: { data }, config, signal }: Run<typeof Split>): Promise<Int32Array> {
    const parts = new Int32Array(data.size).fill(FREE);
    for (const [part, name] of PARTS.entries()) {
      const selection = config.published?.[name];
      if (!selection) continue;
      const { sources, logger } = this;
      const fits = await matchingExamples(data, selection, ['published', name], { sources, logger, signal });
      for (const [index, isIn] of fits.entries()) {
        if (!isIn) continue;
        if (parts[index] !== FREE) throw publishedInTwoParts(data.name(index), [PARTS[parts[index]], name]);
        parts[index] = part;
      }
    }
    return parts;
  }

  /** Assigns parts to the FREE examples of `parts`. */
  private divide(data: Dataset, parts: Int32Array, config: Run<typeof Split>['config']): void {
    const { groupBy, stratify } = config;
    const fractions = fractionsOfRest(config);
    const rest = new SubsetDataset(data, Int32Array.from([...parts.keys()].filter((index) => parts[index] === FREE)));
    const wanted = fractions.filter((part) => part > 0).length;
    if (rest.size === 0 && config.published) return;
    const groups = groupBy && groupsOf(rest, groupBy);
    const units = groups ? new Set(groups).size : rest.size;
    if (units < wanted) throw tooFewToSplit(units, wanted, groups ? 'group' : 'example');
    const classes = stratify && data.classes.length > 0 ? classesPerExample(rest) : undefined;
    if (classes) this.warnOfSmallClasses(rest, classes, wanted);
    const chosen = this.partsOf(rest, fractions, groups, classes);
    let position = 0;
    for (const index of parts.keys()) {
      if (parts[index] !== FREE) continue;
      parts[index] = chosen[position];
      position += 1;
    }
  }

  /** Returns the part of each example, `[size]`. */
  private partsOf(
    data: Dataset,
    fractions: readonly number[],
    groups: readonly string[] | undefined,
    classes: readonly (readonly number[])[] | undefined,
  ): Int32Array {
    const several = data.spec.label?.encoding === 'classes' || data.spec.label?.encoding === 'tags';
    // A class that all examples have balances the sizes of the parts, also for examples without a class.
    if (groups)
      return splitGroups(
        groups,
        fractions,
        this.random,
        several ? classes?.map((of) => [data.classes.length, ...of]) : classes,
      );
    if (several && classes) return splitLabels(classes, fractions, this.random);
    return partsAtRandom(
      data.size,
      fractions,
      this.random,
      classes?.map(([label]) => label),
    );
  }

  private warnOfExamplesInNoPart(count: number, size: number, config: Run<typeof Split>['config']): void {
    if (count === 0) return;
    const sum = fractionsOfRest(config).reduce((a, b) => a + b, 0);
    const why = isPublished(config)
      ? 'published does not select them, and the fractions of the other parts are 0'
      : `train, validation and test add up to ${Number(sum.toFixed(9))}`;
    this.logger.warn(inNoPart(count, size, why));
  }

  private warnOfSmallClasses({ classes }: Dataset, classesOf: readonly (readonly number[])[], parts: number): void {
    const counts = classes.map(() => 0);
    for (const label of classesOf.flat()) counts[label] += 1;
    const small = classes.filter((_, index) => counts[index] > 0 && counts[index] < parts);
    if (small.length > 0) this.logger.warn(`${some(small, 5)}: fewer than ${parts} examples, so not in every part.`);
  }
}

const isPublished = ({ published }: Run<typeof Split>['config']) => PARTS.some((name) => published?.[name]);

/** Returns the fraction of each part, 0 for a published one. */
const givenFractions = (config: Run<typeof Split>['config']) =>
  PARTS.map((name) => (config.published?.[name] ? 0 : config[name]));

/** Returns the fractions of the unpublished rest; if a part is published, they add up to 1. */
function fractionsOfRest(config: Run<typeof Split>['config']): number[] {
  const fractions = givenFractions(config);
  const sum = fractions.reduce((a, b) => a + b, 0);
  return isPublished(config) && sum > 0 ? fractions.map((part) => part / sum) : fractions;
}

function partsAtRandom(
  size: number,
  fractions: readonly number[],
  random: Random,
  labels?: ArrayLike<number>,
): Int32Array {
  const parts = new Int32Array(size).fill(fractions.length);
  for (const [part, indices] of splitIndices(size, fractions, random, labels).entries())
    for (const index of indices) parts[index] = part;
  return parts;
}

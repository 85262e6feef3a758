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
import { classesOfEach } from './classes-of-each.js';
import { checkGroups, elementGroups, groupsOf } from './element-groups.js';
import { checkSelection, elementSelection, fitting } from './element-selection.js';
import { inNoPart, overlapping, publishedTwice, sharesAreZero, sharesTooLarge, tooFewToSplit } from './messages.js';
import { splitGroups } from './split-groups.js';
import { splitIndices } from './split-indices.js';
import { splitLabels } from './split-labels.js';
import { SubsetDataset } from './subset-dataset.js';
import { unsized } from './unsized.js';

const PARTS = ['train', 'validation', 'test'] as const;

/** The part of an element that is in none yet. */
const FREE = -1;

const share = (byDefault: number, purpose: string) =>
  Type.Number({ minimum: 0, maximum: 1, default: byDefault, description: `Share of the data ${purpose}.` });

const published = (part: string) => Type.Optional(elementSelection(`What is in ${part}, whatever its share.`));

/** Splits a data set into parts that have no element in common. */
@node('split')
export class Split {
  static readonly description =
    'Splits a data set into parts for training, validation and test: at random, by classes, by groups, or as published.';
  static readonly inputs = { data: dataset() };
  static readonly outputs = { train: dataset(), validation: dataset(), test: dataset() };
  static readonly config = Type.Object({
    train: share(0.7, 'to learn from'),
    validation: share(0.15, 'to watch while learning'),
    test: share(0.15, 'to measure with at the end'),
    stratify: Type.Boolean({
      default: true,
      description:
        'Whether each part has the same share of every class, also where an element has several, or its steps have; without effect where labels are numbers.',
    }),
    groupBy: Type.Optional(elementGroups),
    published: Type.Optional(
      Type.Object(
        { train: published('train'), validation: published('validation'), test: published('test') },
        {
          description:
            'Parts that are given. What is in none of them is divided among the other parts in proportion to their shares.',
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
    const sum = sharesGiven(config).reduce((a, b) => a + b, 0);
    if (sum > 1 + 1e-9) throw sharesTooLarge(sum);
    if (sum === 0 && !isPublished(config)) throw sharesAreZero();
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
    this.warnOfTheRest(data.size - train.size - validation.size - test.size, data.size, run.config);
    this.tracker.logParams({ train: train.size, validation: validation.size, test: test.size });
    return { train, validation, test };
  }

  /** `[size]`: the part of each element that is published, FREE of the others. */
  private async publishedParts({ inputs: { data }, config, signal }: Run<typeof Split>): Promise<Int32Array> {
    const parts = new Int32Array(data.size).fill(FREE);
    for (const [part, name] of PARTS.entries()) {
      const selection = config.published?.[name];
      if (!selection) continue;
      const { sources, logger } = this;
      const fits = await fitting(data, selection, ['published', name], { sources, logger, signal });
      for (const [index, isIn] of fits.entries()) {
        if (!isIn) continue;
        if (parts[index] !== FREE) throw publishedTwice(data.name(index), [PARTS[parts[index]], name]);
        parts[index] = part;
      }
    }
    return parts;
  }

  /** Gives the elements that are free their parts, in `parts`. */
  private divide(data: Dataset, parts: Int32Array, config: Run<typeof Split>['config']): void {
    const { groupBy, stratify } = config;
    const shares = sharesOfRest(config);
    const rest = new SubsetDataset(data, Int32Array.from([...parts.keys()].filter((index) => parts[index] === FREE)));
    const wanted = shares.filter((part) => part > 0).length;
    if (rest.size === 0 && config.published) return;
    const groups = groupBy && groupsOf(rest, groupBy);
    const units = groups ? new Set(groups).size : rest.size;
    if (units < wanted) throw tooFewToSplit(units, wanted, groups ? 'group' : 'example');
    const classes = stratify && data.classes.length > 0 ? classesOfEach(rest) : undefined;
    if (classes) this.warnOfSmallClasses(rest, classes, wanted);
    const chosen = this.partsOf(rest, shares, groups, classes);
    let position = 0;
    for (const index of parts.keys()) {
      if (parts[index] !== FREE) continue;
      parts[index] = chosen[position];
      position += 1;
    }
  }

  /** `[size]`: a part for each element. */
  private partsOf(
    data: Dataset,
    shares: readonly number[],
    groups: readonly string[] | undefined,
    classes: readonly (readonly number[])[] | undefined,
  ): Int32Array {
    const several = data.spec.label?.encoding === 'classes' || data.spec.label?.encoding === 'tags';
    // Every element counts, also one that is of no class.
    if (groups)
      return splitGroups(
        groups,
        shares,
        this.random,
        several ? classes?.map((of) => [data.classes.length, ...of]) : classes,
      );
    if (several && classes) return splitLabels(classes, shares, this.random);
    return partsAtRandom(
      data.size,
      shares,
      this.random,
      classes?.map(([label]) => label),
    );
  }

  private warnOfTheRest(count: number, size: number, config: Run<typeof Split>['config']): void {
    if (count === 0) return;
    const sum = sharesOfRest(config).reduce((a, b) => a + b, 0);
    const why = isPublished(config)
      ? 'published names them in none, and the shares of the other parts are 0'
      : `train, validation and test add up to ${Number(sum.toFixed(9))}`;
    this.logger.warn(inNoPart(count, size, why));
  }

  private warnOfSmallClasses({ classes }: Dataset, classesOf: readonly (readonly number[])[], parts: number): void {
    const counts = classes.map(() => 0);
    for (const label of classesOf.flat()) counts[label] += 1;
    const small = classes.filter((_, index) => counts[index] > 0 && counts[index] < parts).map((name) => `"${name}"`);
    if (small.length === 0) return;
    const list = `${small.slice(0, 5).join(', ')}${small.length > 5 ? ` … and ${small.length - 5} more` : ''}`;
    this.logger.warn(`${list}: fewer than ${parts} examples, so not in every part.`);
  }
}

const isPublished = ({ published }: Run<typeof Split>['config']) => PARTS.some((name) => published?.[name]);

/** The share of each part, 0 of one that is published. */
const sharesGiven = (config: Run<typeof Split>['config']) =>
  PARTS.map((name) => (config.published?.[name] ? 0 : config[name]));

/** The shares of what is not published; where something is, they are all of it. */
function sharesOfRest(config: Run<typeof Split>['config']): number[] {
  const shares = sharesGiven(config);
  const sum = shares.reduce((a, b) => a + b, 0);
  return isPublished(config) && sum > 0 ? shares.map((part) => part / sum) : shares;
}

function partsAtRandom(
  size: number,
  shares: readonly number[],
  random: Random,
  labels?: ArrayLike<number>,
): Int32Array {
  const parts = new Int32Array(size).fill(shares.length);
  for (const [part, indices] of splitIndices(size, shares, random, labels).entries())
    for (const index of indices) parts[index] = part;
  return parts;
}

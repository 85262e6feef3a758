import { createHash, randomUUID } from 'node:crypto';
import {
  type Dataset,
  dataset,
  type Infer,
  inject,
  Logger,
  node,
  type OutputSpecs,
  type Outputs,
  Progress,
  type Run,
  SharedFiles,
  Type,
} from '@expgraph/sdk';
import { CachedDataset } from './cached-dataset.js';
import { ElementRows } from './element-rows.js';
import { FileRows, writeRows } from './file-rows.js';
import { MemoryRows } from './memory-rows.js';
import { augmentedOnce, cacheTooLarge, textsNotCached } from './messages.js';
import { StepNames, writeStepNames } from './step-names.js';

/** Keeps what is read. */
@node('cache')
export class Cache {
  static readonly description =
    'Keeps the elements of a data set as they are here, decoded and changed, so that they are not made again.';
  static readonly inputs = { data: dataset() };
  static readonly outputs = { data: dataset() };
  static readonly config = Type.Object({
    where: Type.Choice(['memory', 'disk'], {
      default: 'memory',
      description:
        'memory keeps each element when it is first read, as many as there is room for; disk writes all of them to a file of the store at once, which other experiments find again.',
    }),
    maxMegabytes: Type.Integer({
      minimum: 1,
      default: 2000,
      description: 'Room for them, in units of 1,000,000 bytes.',
    }),
    variants: Type.Integer({
      minimum: 1,
      default: 1,
      description:
        'Variants of each element that are kept where the data differ in each epoch; the epochs take them in turn.',
    }),
  });

  constructor(
    @inject(SharedFiles) private readonly files: SharedFiles,
    @inject(Progress) private readonly progress: Progress,
    @inject(Logger) private readonly logger: Logger,
  ) {}

  static infer({ inputs: { data } }: Infer<typeof Cache>): OutputSpecs<typeof Cache> {
    if (data.features?.dtype === 'string') throw textsNotCached();
    return { data };
  }

  async run({ inputs: { data }, config, fingerprints, signal }: Run<typeof Cache>): Promise<Outputs<typeof Cache>> {
    const { where, maxMegabytes } = config;
    if (!data.sameEachEpoch && config.variants === 1) this.logger.warn(augmentedOnce());
    const variants = data.sameEachEpoch ? 1 : config.variants;
    if (data.size === 0) return { data };
    const layout = new ElementRows(await data.read([0], { epoch: 0, signal }));
    if (where === 'memory')
      return { data: new CachedDataset(data, layout, new MemoryRows(data, layout, maxMegabytes), variants) };
    const megabytes = Math.ceil((layout.length * 4 * data.size * variants) / 1e6);
    if (megabytes > maxMegabytes) throw cacheTooLarge(megabytes, maxMegabytes);
    const identity = createHash('sha256')
      .update(`${fingerprints.data ?? randomUUID()} ${variants}`)
      .digest('hex');
    const path = await this.files.make(`cache/${identity}.f32`, async (file) => {
      const task = this.progress.start({ label: 'keeping', total: data.size * variants, unit: 'examples' });
      await writeRows(file, data, layout, { variants, signal, advance: (count) => task.advance(count) });
      task.end();
    });
    const steps = layout.namesSteps ? await this.stepNames(data, identity, variants, signal) : undefined;
    return { data: new CachedDataset(data, layout, new FileRows(path, data.size, layout.length, steps), variants) };
  }

  private async stepNames(data: Dataset, identity: string, variants: number, signal: AbortSignal): Promise<StepNames> {
    const name = `cache/${identity}.steps.jsonl`;
    return new StepNames(await this.files.make(name, (file) => writeStepNames(file, data, { variants, signal })));
  }
}

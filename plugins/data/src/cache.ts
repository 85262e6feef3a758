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
import { ExampleRows } from './example-rows.js';
import { FileRows, writeRows } from './file-rows.js';
import { MemoryRows } from './memory-rows.js';
import { cacheTooLarge, oneVariantCached, textsNotCached } from './messages.js';
import { StepNames, writeStepNames } from './step-names.js';

/** Caches the examples of a dataset in memory or on disk. */
@node('cache')
export class Cache {
  static readonly description =
    'Cache the examples of a dataset as they are at this point, decoded and transformed, in memory or on disk.';
  static readonly inputs = { data: dataset() };
  static readonly outputs = { data: dataset() };
  static readonly config = Type.Object(
    {
      storage: Type.Choice(['memory', 'disk'], {
        default: 'memory',
        description:
          'memory caches each example when it is first read, until maxMegabytes are used; disk writes all examples to one file of the store before training, which other experiments reuse.',
      }),
      maxMegabytes: Type.Integer({
        minimum: 1,
        default: 2000,
        description: 'Maximum size of the cache, in megabytes (1,000,000 bytes).',
      }),
      variants: Type.Integer({
        minimum: 1,
        default: 1,
        description:
          'Number of variants to cache of each example, where a dataset differs in each epoch; epochs cycle through them.',
      }),
    },
    { renamed: { where: 'storage' } },
  );

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
    const { storage, maxMegabytes } = config;
    if (!data.sameEachEpoch && config.variants === 1) this.logger.warn(oneVariantCached());
    const variants = data.sameEachEpoch ? 1 : config.variants;
    if (data.size === 0) return { data };
    const layout = new ExampleRows(await data.read([0], { epoch: 0, signal }));
    if (storage === 'memory')
      return { data: new CachedDataset(data, layout, new MemoryRows(data, layout, maxMegabytes), variants) };
    const megabytes = Math.ceil((layout.length * 4 * data.size * variants) / 1e6);
    if (megabytes > maxMegabytes) throw cacheTooLarge(megabytes, maxMegabytes);
    const identity = createHash('sha256')
      .update(`${fingerprints.data ?? randomUUID()} ${variants}`)
      .digest('hex');
    const path = await this.files.make(`cache/${identity}.f32`, async (file) => {
      const task = this.progress.start({ label: 'caching', total: data.size * variants, unit: 'examples' });
      await writeRows(file, data, layout, { variants, signal, advance: (count) => task.advance(count) });
      task.end();
    });
    const steps = layout.hasStepNames ? await this.stepNames(data, identity, variants, signal) : undefined;
    return { data: new CachedDataset(data, layout, new FileRows(path, data.size, layout.length, steps), variants) };
  }

  private async stepNames(data: Dataset, identity: string, variants: number, signal: AbortSignal): Promise<StepNames> {
    const name = `cache/${identity}.steps.jsonl`;
    return new StepNames(await this.files.make(name, (file) => writeStepNames(file, data, { variants, signal })));
  }
}

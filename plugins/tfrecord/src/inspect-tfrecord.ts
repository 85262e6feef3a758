import { plural } from '@expgraph/data/wording';
import {
  files,
  type Infer,
  inject,
  Logger,
  node,
  type OutputSpecs,
  type Outputs,
  optional,
  Progress,
  type Run,
  Sources,
  Tracker,
  Type,
} from '@expgraph/sdk';
import { noSource, twoSources } from './messages.js';
import { COMPRESSION_OPTION, FILES_OPTION, SOURCE_OPTION } from './source-options.js';

/** Reports what is in TFRecord files: `expgraph tfrecord inspect` runs it. */
@node('inspect/tfrecord')
export class InspectTfrecord {
  static readonly description = 'Report the features, types and counts of TFRecord files, and damaged records.';
  static readonly inputs = { files: optional(files({ description: 'Files of write/tfrecord, instead of source.' })) };
  static readonly outputs = {};
  static readonly config = Type.Object({
    source: SOURCE_OPTION,
    files: FILES_OPTION,
    compression: COMPRESSION_OPTION,
    maxRecords: Type.Optional(
      Type.Integer({ minimum: 1, description: 'Maximum number of records to inspect per file.' }),
    ),
  });

  constructor(
    @inject(Sources) private readonly sources: Sources,
    @inject(Progress) private readonly progress: Progress,
    @inject(Tracker) private readonly tracker: Tracker,
    @inject(Logger) private readonly logger: Logger,
  ) {}

  static infer({ inputs, config }: Infer<typeof InspectTfrecord>): OutputSpecs<typeof InspectTfrecord> {
    if (inputs.files && config.source !== undefined) throw twoSources(config.source);
    if (!inputs.files && config.source === undefined) throw noSource();
    return {};
  }

  async run({ inputs, config, signal }: Run<typeof InspectTfrecord>): Promise<Outputs<typeof InspectTfrecord>> {
    const [{ findFiles }, { inspectRecords }] = await Promise.all([
      import('./open-records.js'),
      import('./inspect-records.js'),
    ]);
    const { shards, skipped } = await findFiles(inputs.files, config, { sources: this.sources, signal });
    this.logger.info(`${plural(shards.length, 'file')}${skipped === undefined ? '' : `; ${skipped}`}.`);
    const task = this.progress.start({ label: 'inspecting records', total: shards.length, unit: 'files' });
    try {
      const tables = await inspectRecords(shards, { ...config, signal, advance: () => task.advance() });
      for (const [title, table] of tables) this.tracker.logTable(title, table);
    } finally {
      task.end();
    }
    return {};
  }
}

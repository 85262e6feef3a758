import {
  type Infer,
  inject,
  Logger,
  node,
  type OutputSpecs,
  type Outputs,
  type Run,
  Sources,
  Tracker,
  Type,
} from '@expgraph/sdk';
import { MISSING } from './fill-missing.js';
import { notATable } from './messages.js';
import { series } from './series.js';

/** Loads a table with a line a moment. */
@node('load/timeseries')
export class LoadTimeseries {
  static readonly description =
    'Loads numbers that were measured one after the other: a CSV or TSV file, a line a moment.';
  static readonly inputs = {};
  static readonly outputs = { data: series() };
  static readonly config = Type.Object({
    source: Type.Source({ description: 'A .csv or .tsv file whose first line names the columns.' }),
    columns: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        minItems: 1,
        description: 'The columns that are used. Without it, all that have numbers alone.',
      }),
    ),
    time: Type.Optional(
      Type.String({ minLength: 1, description: 'The column of the times, dates or numbers, which must ascend.' }),
    ),
    missing: Type.Choice(MISSING, {
      default: 'fail',
      description: 'What is done where there is no number: take the one before, or what lies between those around.',
    }),
  });

  constructor(
    @inject(Sources) private readonly sources: Sources,
    @inject(Tracker) private readonly tracker: Tracker,
    @inject(Logger) private readonly logger: Logger,
  ) {}

  static infer({ config }: Infer<typeof LoadTimeseries>): OutputSpecs<typeof LoadTimeseries> {
    return { data: { kind: 'series', columns: config.columns } };
  }

  async run({ config, signal }: Run<typeof LoadTimeseries>): Promise<Outputs<typeof LoadTimeseries>> {
    const { readSeries } = await import('./read-series.js');
    const { path, isDirectory } = await this.sources.resolve(config.source, { signal });
    if (isDirectory) throw notATable(config.source);
    const { data, notices } = await readSeries(path, config.source, config);
    for (const notice of notices) this.logger.warn(notice);
    const { moments, columns } = data;
    this.tracker.logParams({
      moments: moments.length,
      columns: columns.map(({ name }) => name).join(', '),
      from: moments[0] ?? '',
      to: moments.at(-1) ?? '',
    });
    return { data };
  }
}

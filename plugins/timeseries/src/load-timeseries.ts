import { listFiles } from '@expgraph/data/files';
import { checkEncoding, delimiterOption, encodingOption } from '@expgraph/data/formats';
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
import { folderOfTables, sameMark } from './messages.js';
import { DECIMALS, THOUSANDS } from './number-field.js';
import { series } from './series.js';

/** Loads a time series from a table. */
@node('load/timeseries')
export class LoadTimeseries {
  static readonly description = 'Load a time series from a CSV or TSV file with a row per timestep.';
  static readonly inputs = {};
  static readonly outputs = { data: series() };
  static readonly config = Type.Object({
    source: Type.Source({ description: 'A .csv or .tsv file whose first line has the names of the columns.' }),
    columns: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        minItems: 1,
        description: 'Columns to use. Default: all numeric columns; the others are logged.',
      }),
    ),
    time: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'The column with the time of each row: dates or numbers in ascending order.',
      }),
    ),
    decimal: Type.Choice(DECIMALS, {
      default: '.',
      description: 'Decimal mark: "," for 10,5, as Excel writes it in German, French or Spanish.',
    }),
    thousands: Type.Optional(Type.Choice(THOUSANDS, { description: 'Thousands separator: "," for 1,234.5.' })),
    delimiter: delimiterOption(),
    encoding: encodingOption('the file'),
    missing: Type.Choice(MISSING, {
      default: 'fail',
      description: 'What to do with missing values: fail, repeat the previous value, or interpolate linearly.',
    }),
  });

  constructor(
    @inject(Sources) private readonly sources: Sources,
    @inject(Tracker) private readonly tracker: Tracker,
    @inject(Logger) private readonly logger: Logger,
  ) {}

  static infer({ config }: Infer<typeof LoadTimeseries>): OutputSpecs<typeof LoadTimeseries> {
    checkEncoding(config.encoding, ['encoding']);
    if (config.decimal === config.thousands) throw sameMark(config.decimal);
    return { data: { kind: 'series', columns: config.columns } };
  }

  async run({ config, signal }: Run<typeof LoadTimeseries>): Promise<Outputs<typeof LoadTimeseries>> {
    const { readSeries } = await import('./read-series.js');
    const { path, isDirectory } = await this.sources.resolve(config.source, { signal });
    if (isDirectory) throw folderOfTables(config.source, (await listFiles(path, { signal })).files);
    const { data, notices } = await readSeries(path, config.source, config);
    for (const { level, message } of notices) this.logger[level](message);
    const { timesteps, columns } = data;
    this.tracker.logParams({
      timesteps: timesteps.length,
      columns: columns.map(({ name }) => name).join(', '),
      from: timesteps[0] ?? '',
      to: timesteps.at(-1) ?? '',
    });
    return { data };
  }
}

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
import { folderOfTables, oneMarkForBoth } from './messages.js';
import { DECIMALS, THOUSANDS } from './number-field.js';
import { series } from './series.js';

/** Loads a table with a line a moment. */
@node('load/timeseries')
export class LoadTimeseries {
  static readonly description =
    'Loads numbers that were measured one after the other: a CSV or TSV file with a row for each moment.';
  static readonly inputs = {};
  static readonly outputs = { data: series() };
  static readonly config = Type.Object({
    source: Type.Source({ description: 'A .csv or .tsv file whose first line names the columns.' }),
    columns: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        minItems: 1,
        description: 'Columns to use. Without it, all that have only numbers; the others are reported.',
      }),
    ),
    time: Type.Optional(
      Type.String({ minLength: 1, description: 'The column of the times, dates or numbers, which must ascend.' }),
    ),
    decimal: Type.Choice(DECIMALS, {
      default: '.',
      description: 'Decimal mark of the numbers: "," for 10,5, as Excel writes in German, French or Spanish.',
    }),
    thousands: Type.Optional(
      Type.Choice(THOUSANDS, { description: 'Mark between groups of three digits: "," for 1,234.5.' }),
    ),
    delimiter: delimiterOption(),
    encoding: encodingOption('the file'),
    missing: Type.Choice(MISSING, {
      default: 'fail',
      description: 'What to do where a number is missing: fail, repeat the previous one, or interpolate linearly.',
    }),
  });

  constructor(
    @inject(Sources) private readonly sources: Sources,
    @inject(Tracker) private readonly tracker: Tracker,
    @inject(Logger) private readonly logger: Logger,
  ) {}

  static infer({ config }: Infer<typeof LoadTimeseries>): OutputSpecs<typeof LoadTimeseries> {
    checkEncoding(config.encoding, ['encoding']);
    if (config.decimal === config.thousands) throw oneMarkForBoth(config.decimal);
    return { data: { kind: 'series', columns: config.columns } };
  }

  async run({ config, signal }: Run<typeof LoadTimeseries>): Promise<Outputs<typeof LoadTimeseries>> {
    const { readSeries } = await import('./read-series.js');
    const { path, isDirectory } = await this.sources.resolve(config.source, { signal });
    if (isDirectory) throw folderOfTables(config.source, (await listFiles(path, { signal })).files);
    const { data, notices } = await readSeries(path, config.source, config);
    for (const { level, message } of notices) this.logger[level](message);
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

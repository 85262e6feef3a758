import { type Infer, inject, node, type OutputSpecs, type Outputs, type Run, Tracker, Type } from '@expgraph/sdk';
import { otherColumns, scaledByAll, scaledByPart } from './messages.js';
import { type Column, type Scaling, type Series, series } from './series.js';

/** Brings each column to numbers of a size that networks learn well from, by what the training part has. */
@node('timeseries/scale')
export class Scale {
  static readonly description =
    'Brings the columns of a series to one size, by the mean and deviation, or the range, of its training part.';
  static readonly inputs = {
    fit: series({ description: 'The part to train with, which says what the scale is.' }),
    data: series({ description: 'The part that is scaled; it may be the same.' }),
  };
  static readonly outputs = { data: series() };
  static readonly config = Type.Object({
    method: Type.Choice(['standard', 'range'], {
      default: 'standard',
      description: 'standard: mean 0 and deviation 1; range: from 0 to 1. Other parts may go beyond.',
    }),
  });

  constructor(@inject(Tracker) private readonly tracker: Tracker) {}

  static infer({ inputs: { fit, data } }: Infer<typeof Scale>): OutputSpecs<typeof Scale> {
    if (fit.part !== undefined && fit.part !== 'train') throw scaledByPart(fit.part);
    if (fit.part === undefined && data.part !== undefined) throw scaledByAll(data.part);
    return { data: fit.part === undefined ? { ...data, scaledByWhole: true } : data };
  }

  run({ inputs: { fit, data }, config }: Run<typeof Scale>): Outputs<typeof Scale> {
    const names = (of: Series) => of.columns.map(({ name }) => name);
    if (names(data).join('\n') !== names(fit).join('\n')) throw otherColumns(names(data), names(fit));
    const columns = data.columns.map((column, index) => scaled(column, scalingOf(fit.columns[index], config.method)));
    const rows = columns.map(({ name, scaling }) => [name, scaling.offset, scaling.factor]);
    this.tracker.logTable('Scale', { columns: ['column', 'offset', 'factor'], rows });
    return { data: { ...data, columns } };
  }
}

/** What a deviation is of a mean that it can not be told from: sums of a million numbers are exact to less. */
const ROUNDING = 1e-12;

/** Of a column that never changes only the offset is taken; its mean may be off by a rounding, and is no deviation. */
function scalingOf({ values }: Column, method: 'standard' | 'range'): Scaling {
  const total = (of: (value: number) => number) => values.reduce((sum, value) => sum + of(value), 0);
  const mean = total((value) => value) / values.length;
  const deviation = Math.sqrt(total((value) => (value - mean) ** 2) / values.length);
  const lowest = values.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
  const highest = values.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY);
  const [offset, factor] = method === 'standard' ? [mean, deviation] : [lowest, highest - lowest];
  return { offset, factor: factor > ROUNDING * Math.abs(offset) ? factor : 1 };
}

/** What was scaled before is still unscaled by one step. */
function scaled({ name, values, scaling }: Column, { offset, factor }: Scaling): Column {
  return {
    name,
    values: values.map((value) => (value - offset) / factor),
    scaling: { offset: scaling.offset + offset * scaling.factor, factor: scaling.factor * factor },
  };
}

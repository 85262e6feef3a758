import { type Infer, inject, node, type OutputSpecs, type Outputs, type Run, Tracker, Type } from '@expgraph/sdk';
import { columnsDiffer, fittedOnUnseenPart, fittedOnWhole } from './messages.js';
import { type Column, type Scaling, type Series, series } from './series.js';

/** Scales the columns of a series by statistics of its training part. */
@node('timeseries/scale')
export class Scale {
  static readonly description =
    'Scale the columns of a series by the mean and standard deviation, or the minimum and maximum, of its training part.';
  static readonly inputs = {
    fit: series({ description: 'The training part, which determines the scale.' }),
    data: series({ description: 'The part to scale, which may be the training part.' }),
  };
  static readonly outputs = { data: series() };
  static readonly config = Type.Object({
    method: Type.Choice(['standard', 'min-max'], {
      default: 'standard',
      description:
        'standard: mean 0 and standard deviation 1. min-max: from 0 to 1. Values of other parts may lie outside of this range.',
      renamedValues: { range: 'min-max' },
    }),
  });

  constructor(@inject(Tracker) private readonly tracker: Tracker) {}

  static infer({ inputs: { fit, data } }: Infer<typeof Scale>): OutputSpecs<typeof Scale> {
    if (fit.part !== undefined && fit.part !== 'train') throw fittedOnUnseenPart(fit.part);
    if (fit.part === undefined && data.part !== undefined) throw fittedOnWhole(data.part);
    return { data: fit.part === undefined ? { ...data, scaledByWhole: true } : data };
  }

  run({ inputs: { fit, data }, config }: Run<typeof Scale>): Outputs<typeof Scale> {
    const names = (of: Series) => of.columns.map(({ name }) => name);
    if (names(data).join('\n') !== names(fit).join('\n')) throw columnsDiffer(names(data), names(fit));
    const columns = data.columns.map((column, index) => scaled(column, scalingOf(fit.columns[index], config.method)));
    const rows = columns.map(({ name, scaling }) => [name, scaling.offset, scaling.factor]);
    this.tracker.logTable('Scale', { columns: ['column', 'offset', 'factor'], rows });
    return { data: { ...data, columns } };
  }
}

/** Relative size below which a standard deviation is a rounding error of the mean: sums of a million values are more exact. */
const ROUNDING = 1e-12;

/** Returns the offset and factor of a column. A constant column gets factor 1: its standard deviation may differ from 0 by a rounding error. */
function scalingOf({ values }: Column, method: 'standard' | 'min-max'): Scaling {
  const total = (of: (value: number) => number) => values.reduce((sum, value) => sum + of(value), 0);
  const mean = total((value) => value) / values.length;
  const standardDeviation = Math.sqrt(total((value) => (value - mean) ** 2) / values.length);
  const lowest = values.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
  const highest = values.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY);
  const [offset, factor] = method === 'standard' ? [mean, standardDeviation] : [lowest, highest - lowest];
  return { offset, factor: factor > ROUNDING * Math.abs(offset) ? factor : 1 };
}

/** Combines the scaling with an earlier one, so that one step undoes both. */
function scaled({ name, values, scaling }: Column, { offset, factor }: Scaling): Column {
  return {
    name,
    values: values.map((value) => (value - offset) / factor),
    scaling: { offset: scaling.offset + offset * scaling.factor, factor: scaling.factor * factor },
  };
}

import { dataset, type Infer, node, type OutputSpecs, type Outputs, type Run, Type } from '@expgraph/sdk';
import { tooShort, unknownColumn } from './messages.js';
import { series } from './series.js';
import { WindowsDataset } from './windows-dataset.js';

/** Cuts a series into windows, each labeled with a value after its end. */
@node('timeseries/windows')
export class Windows {
  static readonly description =
    'Cut a series into windows: the timesteps that a model sees, and the value after them to forecast.';
  static readonly inputs = { data: series() };
  static readonly outputs = {
    data: dataset({ features: { dtype: 'float32', shape: ['batch', 'time', 'columns'] }, label: 'number' }),
  };
  static readonly config = Type.Object({
    length: Type.Integer({ minimum: 1, default: 24, description: 'Number of timesteps in a window.' }),
    horizon: Type.Integer({
      minimum: 1,
      default: 1,
      description: 'Number of timesteps from the end of a window to the value to forecast: 1 is the next value.',
    }),
    stride: Type.Integer({ minimum: 1, default: 1, description: 'Number of timesteps from one window to the next.' }),
    target: Type.Optional(Type.String({ minLength: 1, description: 'The column to forecast. Default: the first.' })),
  });

  static infer({ inputs: { data }, config }: Infer<typeof Windows>): OutputSpecs<typeof Windows> {
    const { length, target } = config;
    if (target !== undefined && data.columns?.includes(target) === false) {
      throw unknownColumn(['target'], target, data.columns);
    }
    const shape = ['batch', length, data.columns?.length ?? 'columns'];
    const features = { dtype: 'float32', shape } as const;
    const overlapping = config.stride < length + config.horizon;
    return { data: { kind: 'dataset', features, label: { encoding: 'number' }, part: data.part, overlapping } };
  }

  run({ inputs: { data }, config }: Run<typeof Windows>): Outputs<typeof Windows> {
    const { length, horizon, stride } = config;
    const names = data.columns.map(({ name }) => name);
    const target = config.target === undefined ? 0 : names.indexOf(config.target);
    if (target < 0) throw unknownColumn(['target'], config.target as string, names);
    const windows = new WindowsDataset(data, { length, horizon, stride, target });
    const needed = length + horizon;
    if (windows.size === 0)
      throw tooShort(data.timesteps.length, needed, `a window of ${length} with a horizon of ${horizon}`);
    return { data: windows };
  }
}

import {
  dataset,
  type Infer,
  inject,
  metrics,
  model,
  node,
  type OutputSpecs,
  type Outputs,
  Progress,
  type Run,
  Tracker,
  Type,
} from '@expgraph/sdk';
import { TensorFlow } from '@expgraph/tensorflow';
import { forecastErrors } from './forecast-errors.js';
import { notARegressor } from './messages.js';

/** Foretells the number behind each window, and says how far off that is, in the unit of the series. */
@node('forecast')
export class Forecast {
  static readonly description =
    'Foretells the number behind each window, and measures the error in the unit of the series.';
  static readonly inputs = { model: model(), data: dataset({ label: 'number' }) };
  static readonly outputs = {
    metrics: metrics({ description: 'The mean absolute error, and the root of the mean squared one.' }),
  };
  static readonly config = Type.Object({
    batchSize: Type.Integer({ minimum: 1, default: 32, description: 'Windows at a time; the result is the same.' }),
  });

  constructor(
    @inject(TensorFlow) private readonly tensorflow: TensorFlow,
    @inject(Progress) private readonly progress: Progress,
    @inject(Tracker) private readonly tracker: Tracker,
  ) {}

  static infer({ inputs }: Infer<typeof Forecast>): OutputSpecs<typeof Forecast> {
    const outputs = inputs.model.output?.shape?.at(-1);
    if (typeof outputs === 'number' && outputs !== 1) throw notARegressor(outputs);
    return { metrics: { kind: 'metrics' } };
  }

  async run({ inputs, config, signal }: Run<typeof Forecast>): Promise<Outputs<typeof Forecast>> {
    await this.tensorflow.start();
    const { predictModel } = await import('@expgraph/tensorflow/training');
    const options = { batchSize: config.batchSize, progress: this.progress, signal };
    const foretold = await predictModel(inputs.model, inputs.data, options);
    const outputs = foretold.length / inputs.data.size;
    if (outputs !== 1) throw notARegressor(outputs);
    const { offset, factor } = inputs.data.spec.label?.scaling ?? { offset: 0, factor: 1 };
    const unscaled = (values: ArrayLike<number>) => Float64Array.from(values, (value) => value * factor + offset);
    const [found, measured] = [unscaled(foretold), unscaled(inputs.data.labels())];
    const errors = forecastErrors(found, measured);
    this.tracker.logMetrics(errors);
    const rows = Array.from(found, (value, index) => [inputs.data.name(index), measured[index], value]);
    this.tracker.logTable('Forecast', { columns: ['moment', 'measured', 'foretold'], rows });
    return { metrics: errors };
  }
}

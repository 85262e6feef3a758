import {
  type Dataset,
  dataset,
  type Infer,
  inject,
  Logger,
  type Metrics,
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
import { checkTarget } from './check-target.js';
import { forecastErrors } from './forecast-errors.js';
import { notARegressor } from './messages.js';
import { naiveForecast } from './naive-forecast.js';

interface Curves {
  readonly actual: Float64Array;
  readonly forecast: Float64Array;
  readonly naive?: Float64Array;
}

/** Forecasts the target of each window and measures the error in the unit of the series. */
@node('forecast')
export class Forecast {
  static readonly description =
    'Forecast the value after each window with a model, and measure the error in the unit of the series.';
  static readonly inputs = { model: model(), data: dataset({ label: 'number' }) };
  static readonly outputs = {
    metrics: metrics({
      description:
        'Mean absolute error (mae) and root mean squared error (rmse) of the model, and of the persistence forecast, which repeats the last value of each window (naive_mae, naive_rmse).',
    }),
  };
  static readonly config = Type.Object({
    batchSize: Type.Integer({
      minimum: 1,
      default: 32,
      description: 'Number of windows per batch. It does not change the result, unless the model is stateful.',
    }),
  });

  constructor(
    @inject(TensorFlow) private readonly tensorflow: TensorFlow,
    @inject(Progress) private readonly progress: Progress,
    @inject(Tracker) readonly tracker: Tracker,
    @inject(Logger) readonly logger: Logger,
  ) {}

  static infer({ inputs }: Infer<typeof Forecast>): OutputSpecs<typeof Forecast> {
    const outputs = inputs.model.output?.shape?.at(-1);
    if (typeof outputs === 'number' && outputs !== 1) throw notARegressor(outputs);
    return { metrics: { kind: 'metrics' } };
  }

  async run({ inputs, config, signal }: Run<typeof Forecast>): Promise<Outputs<typeof Forecast>> {
    checkTarget(inputs.model.card, inputs.data.spec.label);
    await this.tensorflow.start();
    const { predictModel, reportNonFinite } = await import('@expgraph/tensorflow/training');
    const options = { batchSize: config.batchSize, progress: this.progress, signal };
    const forecast = await predictModel(inputs.model, inputs.data, options);
    const outputs = forecast.length / inputs.data.size;
    if (outputs !== 1) throw notARegressor(outputs);
    reportNonFinite(forecast, 1, this);
    const { offset, factor } = inputs.data.spec.label?.scaling ?? { offset: 0, factor: 1 };
    const unscaled = (values: ArrayLike<number>) => Float64Array.from(values, (value) => value * factor + offset);
    const naive = await naiveForecast(inputs.data, { batchSize: config.batchSize, signal });
    return {
      metrics: this.report(inputs.data, {
        actual: unscaled(inputs.data.labels()),
        forecast: unscaled(forecast),
        ...(naive && { naive: unscaled(naive) }),
      }),
    };
  }

  /** Logs the errors, and the forecasts as a table and a chart. */
  private report(data: Dataset, curves: Curves): Metrics {
    const { actual, forecast, naive } = curves;
    const errors = { ...forecastErrors(forecast, actual), ...(naive && naiveErrors(naive, actual)) };
    this.tracker.logMetrics(errors);
    const names = Array.from(actual, (_, index) => data.name(index));
    const series = Object.entries(curves).map(([name, values]) => ({ name, values: [...values] }));
    const rows = names.map((name, index) => [name, ...series.map(({ values }) => values[index])]);
    this.tracker.logTable('Forecast', { columns: ['timestep', ...series.map(({ name }) => name)], rows });
    const caption = naive && 'naive: the persistence forecast, which repeats the last value that the model sees.';
    this.tracker.logPicture('Forecast', { kind: 'lines', x: { label: 'timestep', names }, series, caption });
    return errors;
  }
}

function naiveErrors(naive: Float64Array, actual: Float64Array): Metrics {
  const { mae, rmse } = forecastErrors(naive, actual);
  return { naive_mae: mae, naive_rmse: rmse };
}

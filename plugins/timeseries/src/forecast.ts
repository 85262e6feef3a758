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
import { checkLearnt } from './check-learnt.js';
import { forecastErrors } from './forecast-errors.js';
import { notARegressor } from './messages.js';
import { naiveForecast } from './naive-forecast.js';

interface Curves {
  readonly measured: Float64Array;
  readonly foretold: Float64Array;
  readonly naive?: Float64Array;
}

/** Foretells the number behind each window, and says how far off that is, in the unit of the series. */
@node('forecast')
export class Forecast {
  static readonly description =
    'Foretells the number behind each window, and measures the error in the unit of the series.';
  static readonly inputs = { model: model(), data: dataset({ label: 'number' }) };
  static readonly outputs = {
    metrics: metrics({
      description:
        'The mean absolute error (mae), the root of the mean squared one (rmse), and those of who says that nothing changes (naive_mae, naive_rmse).',
    }),
  };
  static readonly config = Type.Object({
    batchSize: Type.Integer({
      minimum: 1,
      default: 32,
      description: 'Windows at a time; the result is the same, unless the model is stateful.',
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
    checkLearnt(inputs.model.card, inputs.data.spec.label);
    await this.tensorflow.start();
    const { predictModel, reportNonFinite } = await import('@expgraph/tensorflow/training');
    const options = { batchSize: config.batchSize, progress: this.progress, signal };
    const foretold = await predictModel(inputs.model, inputs.data, options);
    const outputs = foretold.length / inputs.data.size;
    if (outputs !== 1) throw notARegressor(outputs);
    reportNonFinite(foretold, 1, this);
    const { offset, factor } = inputs.data.spec.label?.scaling ?? { offset: 0, factor: 1 };
    const unscaled = (values: ArrayLike<number>) => Float64Array.from(values, (value) => value * factor + offset);
    const naive = await naiveForecast(inputs.data, { batchSize: config.batchSize, signal });
    return {
      metrics: this.tell(inputs.data, {
        measured: unscaled(inputs.data.labels()),
        foretold: unscaled(foretold),
        ...(naive && { naive: unscaled(naive) }),
      }),
    };
  }

  /** Logs errors, numbers and a picture. */
  private tell(data: Dataset, curves: Curves): Metrics {
    const { measured, foretold, naive } = curves;
    const errors = { ...forecastErrors(foretold, measured), ...(naive && naiveErrors(naive, measured)) };
    this.tracker.logMetrics(errors);
    const names = Array.from(measured, (_, index) => data.name(index));
    const series = Object.entries(curves).map(([name, values]) => ({ name, values: [...values] }));
    const rows = names.map((name, index) => [name, ...series.map(({ values }) => values[index])]);
    this.tracker.logTable('Forecast', { columns: ['moment', ...series.map(({ name }) => name)], rows });
    const caption = naive && 'naive: who says that nothing changes, and repeats the last number that the model sees.';
    this.tracker.logPicture('Forecast', { kind: 'lines', x: { label: 'moment', names }, series, caption });
    return errors;
  }
}

function naiveErrors(naive: Float64Array, measured: Float64Array): Metrics {
  const { mae, rmse } = forecastErrors(naive, measured);
  return { naive_mae: mae, naive_rmse: rmse };
}

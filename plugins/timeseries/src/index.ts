import { plugin } from '@expgraph/sdk';
import { Forecast } from './forecast.js';
import { LoadTimeseries } from './load-timeseries.js';
import { Scale } from './scale.js';
import { SplitByTime } from './split-by-time.js';
import { Windows } from './windows.js';

export type { Series, SeriesSpec } from './series.js';
export { Forecast, LoadTimeseries, Scale, SplitByTime, Windows };
export default plugin({ name: 'timeseries', nodes: [LoadTimeseries, SplitByTime, Scale, Windows, Forecast] });

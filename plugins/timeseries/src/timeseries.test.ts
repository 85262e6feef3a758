import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dataset, Model, Run } from '@expgraph/sdk';
import { startBackend } from '@expgraph/tensorflow/runtime';
import { tf } from '@expgraph/tensorflow/tfjs';
import { runNode, testNode } from '@expgraph/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Forecast } from './forecast.js';
import { LoadTimeseries } from './load-timeseries.js';
import { parseTime, parseTimes } from './parse-time.js';
import { Scale } from './scale.js';
import { type Series, UNSCALED } from './series.js';
import { SplitByTime } from './split-by-time.js';
import { Windows } from './windows.js';

const seriesOf = (columns: Readonly<Record<string, readonly number[]>>): Series => ({
  columns: Object.entries(columns).map(([name, values]) => ({
    name,
    values: Float64Array.from(values),
    scaling: UNSCALED,
  })),
  timesteps: Object.values(columns)[0].map((_, index) => `timestep ${index}`),
});

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
const valuesOf = ({ columns }: Series) => Object.fromEntries(columns.map(({ name, values }) => [name, [...values]]));

describe('load/timeseries', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'expgraph-timeseries-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function load(content: string, config: Partial<Run<typeof LoadTimeseries>['config']> = {}, file = 'a.csv') {
    await writeFile(join(folder, file), content);
    return (await runNode(LoadTimeseries, { inputs: {}, config: { source: file, ...config }, folder })).outputs.data;
  }

  it('keeps the contract of nodes', async () => {
    await writeFile(join(folder, 'a.csv'), 'x\n1\n2\n');
    await testNode(LoadTimeseries, { inputs: {}, config: { source: 'a.csv' }, folder });
  });

  it('reads all numeric columns, and names timesteps by their time', async () => {
    const data = await load('day,place,celsius,hPa\n2024-01-01,A,1.5,1e3\n2024-01-02,B,-2,999\n', { time: 'day' });
    expect(valuesOf(data)).toEqual({ celsius: [1.5, -2], hPa: [1000, 999] });
    expect(data.timesteps).toEqual(['2024-01-01', '2024-01-02']);
  });

  it('reads the given columns in that order, also separated by tabs', async () => {
    const data = await load('a\tb\tc\n1\t2\t3\n\n4\t5\t6\n', { columns: ['c', 'a'] }, 'a.tsv');
    expect(valuesOf(data)).toEqual({ c: [3, 6], a: [1, 4] });
    expect(data.timesteps).toEqual(['a.tsv:2', 'a.tsv:4']);
  });

  it('warns if timesteps are not evenly spaced', async () => {
    const warnings = async (days: readonly string[]) => {
      await writeFile(join(folder, 'a.csv'), ['day,x', ...days.map((day) => `${day},1`)].join('\n'));
      const config = { source: 'a.csv', time: 'day' };
      return (await runNode(LoadTimeseries, { inputs: {}, config, folder })).logger.lines;
    };
    expect(await warnings(['2024-01-01', '2024-02-01', '2024-03-01', '2024-04-01'])).toEqual([]);
    const [warning] = await warnings(['2024-01-01', '2024-01-02', '2024-01-03', '2024-01-07', '2024-01-08']);
    expect(warning).toMatch(/1 of 4 timesteps are longer than usual. The longest, 4 times .* a.csv:5\./);
  });

  it.each(['1/2/2024', '01.02.2024', '2024-02-31', 'soon'])('rejects %s, which is not a time or is ambiguous', (day) =>
    expect(load(`day,x\n${day},1\n`, { time: 'day' })).rejects.toMatchObject({ code: 'EXPGRAPH_TIMESERIES_TIME' }),
  );

  it('reads times without a zone as UTC: no hour occurs twice', async () => {
    const hours = ['2024-10-27 01:30', '2024-10-27 02:30', '2024/10/27 3:30', '2024-10-27T04:30:00Z', 'Oct 28 2024'];
    const data = await load(['day,x', ...hours.map((hour) => `${hour},1`)].join('\n'), { time: 'day' });
    expect(data.timesteps).toEqual(hours);
    expect(parseTime('2024-10-27 02:30')).toBe(Date.UTC(2024, 9, 27, 2, 30));
    expect(parseTime('2024-1-2')).toBe(Date.UTC(2024, 0, 2));
  });

  it('reads days such as 20240131 if the whole column has this format', () => {
    const days = parseTimes(['20240131', '20240201', '20240202']);
    expect(days.map((day) => (day - days[0]) / 86_400_000)).toEqual([0, 1, 2]);
    expect(parseTimes(['20240131', '20240132'])).toEqual([20240131, 20240132]);
  });

  it('fills missing values', async () => {
    const content = 'x,y\n1,0\n,0\n,0\n7,0\n';
    expect(valuesOf(await load(content, { missing: 'previous' })).x).toEqual([1, 1, 1, 7]);
    expect(valuesOf(await load(content, { missing: 'interpolate' })).x).toEqual([1, 3, 5, 7]);
    expect(valuesOf(await load('x,y\n1,0\n,0\n', { missing: 'previous' })).x).toEqual([1, 1]);
    await expect(load('x,y\n1,0\n,0\n', { missing: 'interpolate' })).rejects.toThrow(
      'a.csv:3: "x" is missing and has no next value to interpolate to.',
    );
    await expect(load('x,y\n,0\n1,0\n', { missing: 'previous' })).rejects.toThrow(
      'a.csv:2: "x" is missing and has no previous value.',
    );
    await expect(load(content)).rejects.toThrow('a.csv:3: "x" is missing, expected a number.');
  });

  it.each(['NA', 'n/a', 'NaN', 'null', 'None', '-', ' '])('reads "%s" as a missing value', async (field) => {
    const content = `x,y\n1,0\n${field},0\n3,0\n`;
    expect(valuesOf(await load(content, { missing: 'interpolate' })).x).toEqual([1, 2, 3]);
    await expect(load(content)).rejects.toThrow(/^a.csv:3: "x" is .* expected a number.$/);
  });

  it('skips columns without a name, such as the index that pandas writes', async () => {
    expect(valuesOf(await load(',x,\n0,1.5,\n1,2,\n'))).toEqual({ x: [1.5, 2] });
  });

  it('warns of columns that it skips because of one field', async () => {
    await writeFile(join(folder, 'a.csv'), 'place,x,y\nA,1,5\nB,2 C,6\nC,3,7\n');
    const { outputs, logger } = await runNode(LoadTimeseries, { inputs: {}, config: { source: 'a.csv' }, folder });
    expect(valuesOf(outputs.data)).toEqual({ y: [5, 6, 7] });
    expect(logger.lines).toEqual([
      'warning: Skipped column "x" of "a.csv": 1 of 3 values is not a number, the first "2 C" at a.csv:3. Correct the file, or set columns to the columns to use.',
      'Skipped column "place" of "a.csv": none of its 3 values is a number, for example "A" at a.csv:2.',
    ]);
  });

  it('logs each skipped column with the reason', async () => {
    await writeFile(join(folder, 'a.csv'), ',day,none,x\n0,2024-01-01,,1\n\n1,2024-01-02,NA,\n');
    const config = { source: 'a.csv', missing: 'previous' as const };
    const { outputs, logger } = await runNode(LoadTimeseries, { inputs: {}, config, folder });
    expect(valuesOf(outputs.data)).toEqual({ x: [1, 1] });
    expect(logger.lines).toEqual([
      'Skipped 1 blank line between the rows of "a.csv", the first at line 3.',
      'Skipped column 1 of "a.csv": it has no name.',
      'Skipped column "day" of "a.csv": its values are times; set time: day to use them.',
      'Skipped column "none" of "a.csv": it has no value.',
      'Filled 1 of 2 values of "x" that were missing (missing: previous).',
    ]);
  });

  it.each([
    ['day,close,volume\n1,"10,5",7\n2,"11,25",8\n', 'a decimal comma.', 'Set decimal: ",".'],
    ['day,close\n1,"1,234.5"\n2,"2,000.0"\n', 'a comma as thousands separator.', 'Set thousands: ",".'],
    ['day,close\n1,"1,234"\n2,"2,000"\n', 'a comma as decimal mark or thousands separator.', 'Set decimal: "," if'],
    [
      'day;close\n1;1.234,5\n2;12,25\n',
      'a decimal comma and a point as thousands separator.',
      'Set decimal: "," and thousands: ".".',
    ],
    [
      'day;close\n1;1 234,5\n2;12,25\n',
      'a decimal comma and a space as thousands separator.',
      'Set decimal: "," and thousands: " ".',
    ],
  ])('fails for %j instead of choosing another column', async (content, name, options) => {
    await expect(load(content)).rejects.toMatchObject({
      code: 'EXPGRAPH_TIMESERIES_NUMBER',
      message: expect.stringMatching(
        new RegExp(
          `^a.csv:2: "close" is ".*", but its 2 values are numbers if they are read with ${name.replace('.', '\\.')}$`,
        ),
      ),
      notes: [expect.stringContaining(options)],
    });
  });

  it('reads tables with decimal commas as Excel writes them', async () => {
    const content = Buffer.concat([
      Buffer.from('Datum;Kurs;Gr'),
      Buffer.of(0xf6, 0xdf),
      Buffer.from('e\r\n2024-01-01;1.234,5;"7,25"\r\n2024-01-02;,5;-8\r\n'),
    ]);
    await writeFile(join(folder, 'a.csv'), content);
    const config = { source: 'a.csv', time: 'Datum', decimal: ',', thousands: '.', encoding: 'windows-1252' } as const;
    const { outputs, logger } = await runNode(LoadTimeseries, { inputs: {}, config, folder });
    expect(valuesOf(outputs.data)).toEqual({ Kurs: [1234.5, 0.5], Größe: [7.25, -8] });
    expect(logger.lines).toEqual([
      'warning: Detected the delimiter ";" in "a.csv". Set delimiter: ";" to confirm it, or another one.',
    ]);
  });

  it('uses the given delimiter', async () => {
    expect(valuesOf(await load('a|b\n1|2\n', { delimiter: '|' }))).toEqual({ a: [1], b: [2] });
    await expect(load('a;b\n1;2\n', { delimiter: ',', columns: ['a'] })).rejects.toMatchObject({
      message: '"a.csv" has no column "a".',
      notes: [expect.stringContaining('"a;b", separated by ","'), expect.stringContaining('set delimiter')],
    });
  });

  it('rejects the same mark for decimals and thousands', () => {
    const config = { source: 'a.csv', decimal: ',', thousands: ',', missing: 'fail' } as const;
    expect(() => LoadTimeseries.infer({ inputs: {}, config })).toThrow('decimal and thousands are both ",".');
    expect(() => LoadTimeseries.infer({ inputs: {}, config: { ...config, thousands: '.', encoding: 'cp9' } })).toThrow(
      'Unknown encoding "cp9".',
    );
  });

  it.each([
    ['a word', 'x\n1\nmany\n', { columns: ['x'] }, 'a.csv:3: "x" is "many", expected a number.'],
    ['no numbers', 'x\nmany\n', {}, '"a.csv" has no numeric column.'],
    ['another column', 'temp\n1\n', { columns: ['tmp'] }, '"a.csv" has no column "tmp". Did you mean "temp"?'],
    ['a column twice', 'x\n1\n', { columns: ['x', 'x'] }, 'columns lists "x" twice.'],
    ['no such time', 'x\n1\n', { time: 'day' }, '"a.csv" has no column "day".'],
    ['a word for a time', 't,x\nsoon,1\n', { time: 't' }, 'a.csv:2: "soon" is not a valid time.'],
    ['times that go back', 't,x\n2,1\n1,1\n', { time: 't' }, 'a.csv:3: the time 1 is not after 2'],
    ['duplicate times', 't,x\n2,1\n2,1\n', { time: 't' }, 'a.csv:3: the time 2 is not after 2'],
    ['a line of other length', 'x,y\n1,2\n1\n', {}, 'a.csv:3: '],
    ['a number of another base', 'x\n0x10\n', { columns: ['x'] }, 'a.csv:2: "x" is "0x10", expected a number.'],
    ['numbers that float32 cannot hold', 'x\n1\n-1e39\n', {}, 'a.csv:3: "x" is -1e39, more than the largest float32'],
    ['column names only', 'x,y\n', {}, '"a.csv" has no rows after the column names.'],
    ['an empty file', '', { time: 'day' }, '"a.csv" has no rows after the column names.'],
    ['a duplicate column name', 'x,y,x\n1,2,3\n', {}, '"a.csv" has 2 columns "x": 1, 3.'],
  ])('rejects %s', async (_, content, config, message) => {
    await expect(load(content, config)).rejects.toThrow(message);
  });

  it('rejects another encoding than UTF-8', async () => {
    // "기온", temperature, in CP949.
    const content = Buffer.concat([Buffer.of(0xb1, 0xe2, 0xbf, 0xc2), Buffer.from('\n1\n')]);
    await writeFile(join(folder, 'a.csv'), content);
    const run = runNode(LoadTimeseries, { inputs: {}, config: { source: 'a.csv' }, folder });
    await expect(run).rejects.toThrow('a.csv:1:1: the byte 0xb1 is not valid UTF-8.');
  });

  it('rejects other file formats', async () => {
    await expect(load('x', {}, 'a.xlsx')).rejects.toThrow('"a.xlsx" is not a .csv, .tsv, .tab or .txt file.');
  });

  it('rejects a folder and lists its files', async () => {
    await writeFile(join(folder, 'a.csv'), 'x\n1\n2\n');
    const run = runNode(LoadTimeseries, { inputs: {}, config: { source: '.' }, folder });
    await expect(run).rejects.toMatchObject({
      message: '"." is a folder or an archive, expected a table.',
      notes: ['It contains: "a.csv".', 'Set source to one .csv or .tsv file. Unpack archives first.'],
    });
  });

  it('warns of a first line with values instead of names', async () => {
    const linesOf = async (content: string) => {
      await writeFile(join(folder, 'a.csv'), content);
      return (await runNode(LoadTimeseries, { inputs: {}, config: { source: 'a.csv' }, folder })).logger.lines;
    };
    expect(await linesOf('2024-01-01,1.5\n2024-01-02,2.5\n')).toContain(
      'warning: The first line of "a.csv" should name the columns, but has only numbers or times: "2024-01-01", "1.5". If they are values, insert a line with column names above them.',
    );
    expect(await linesOf('day,1.5\n2,2.5\n')).toEqual([]);
  });
});

describe('timeseries/split', () => {
  it('keeps the contract of nodes', () => testNode(SplitByTime, { inputs: { data: seriesOf({ x: upTo(20) }) } }));

  it('orders training, validation and test chronologically and loses no timestep', async () => {
    const { outputs, tracker } = await runNode(SplitByTime, {
      inputs: { data: seriesOf({ x: upTo(11), y: upTo(11) }) },
    });
    const { train, validation, test } = outputs;
    expect([train, validation, test].flatMap((part) => valuesOf(part).x)).toEqual(upTo(11));
    expect(tracker.params).toEqual({ train: 8, validation: 1, test: 2 });
    expect(test.timesteps).toEqual(['timestep 9', 'timestep 10']);
  });

  it('rejects a series that was scaled as a whole', () => {
    const whole = { kind: 'series' } as const;
    const scaled = Scale.infer({ inputs: { fit: whole, data: whole }, config: { method: 'standard' } }).data;
    const config = { train: 0.7, validation: 0.15, test: 0.15 };
    expect(() => SplitByTime.infer({ inputs: { data: scaled }, config })).toThrow('scaled before the split');
    expect(() => SplitByTime.infer({ inputs: { data: whole }, config })).not.toThrow();
  });

  it('rejects fractions above 1, and a series shorter than its parts', async () => {
    const config = { train: 0.9, validation: 0.2, test: 0 };
    expect(() => SplitByTime.infer({ inputs: { data: { kind: 'series' } }, config })).toThrow('add up to 1.1');
    await expect(runNode(SplitByTime, { inputs: { data: seriesOf({ x: [1, 2] }) } })).rejects.toThrow(
      'has 2 timesteps',
    );
  });
});

describe('timeseries/scale', () => {
  const fit = seriesOf({ x: [0, 4], constant: [3, 3] });

  it('keeps the contract of nodes', () => testNode(Scale, { inputs: { fit, data: fit } }));

  it.each([
    ['standard', [-1, 1, 3]],
    ['min-max', [0, 1, 2]],
  ] as const)('fits the scale (%s) on the training part only', async (method, expected) => {
    const data = seriesOf({ x: [0, 4, 8], constant: [3, 5, 3] });
    const { outputs } = await runNode(Scale, { inputs: { fit, data }, config: { method } });
    expect(valuesOf(outputs.data).x).toEqual(expected);
    expect(valuesOf(outputs.data).constant).toEqual([0, 2, 0]);
    const [{ values, scaling }] = outputs.data.columns;
    expect([...values].map((value) => value * scaling.factor + scaling.offset)).toEqual([0, 4, 8]);
  });

  it.each(['standard', 'min-max'] as const)(
    'uses factor 1 for a constant column whose mean has a rounding error (%s)',
    async (method) => {
      const constant = seriesOf({ x: upTo(300).map(() => 0.1) });
      const { outputs } = await runNode(Scale, {
        inputs: { fit: constant, data: seriesOf({ x: [0.1, 0.6] }) },
        config: { method },
      });
      expect(valuesOf(outputs.data).x[0]).toBeCloseTo(0, 12);
      expect(valuesOf(outputs.data).x[1]).toBeCloseTo(0.5, 12);
    },
  );

  it('can be undone after scaling twice', async () => {
    const once = (await runNode(Scale, { inputs: { fit, data: fit } })).outputs.data;
    const twice = (await runNode(Scale, { inputs: { fit: once, data: once }, config: { method: 'min-max' } })).outputs
      .data;
    const [{ values, scaling }] = twice.columns;
    expect([...values].map((value) => value * scaling.factor + scaling.offset)).toEqual([0, 4]);
  });

  it('rejects a scale fitted on unseen parts, and other columns', async () => {
    const infer = (fitted?: string, scaled?: string) =>
      Scale.infer({
        inputs: { fit: { kind: 'series', part: fitted }, data: { kind: 'series', part: scaled } },
        config: { method: 'standard' },
      });
    expect(() => infer('test', 'test')).toThrow(expect.objectContaining({ code: 'EXPGRAPH_TIMESERIES_LEAK' }));
    expect(() => infer(undefined, 'test')).toThrow('The scale is fitted on the whole series');
    expect(() => infer('train', 'test')).not.toThrow();
    await expect(runNode(Scale, { inputs: { fit, data: seriesOf({ y: [1] }) } })).rejects.toThrow(
      'The columns of "data" are "y", those of "fit" are "x", "constant".',
    );
  });
});

describe('timeseries/windows', () => {
  const data = seriesOf({ x: upTo(6), y: upTo(6).map((value) => value * 10) });

  it('keeps the contract of nodes', () => testNode(Windows, { inputs: { data }, config: { length: 2 } }));

  it('labels windows with the value after them', async () => {
    const config = { length: 2, horizon: 2, target: 'y' };
    const windows = (await runNode(Windows, { inputs: { data }, config })).outputs.data;
    expect(windows.size).toBe(3);
    expect([...windows.labels()]).toEqual([30, 40, 50]);
    const { features, shape, labels } = await windows.read([2, 0]);
    expect([...features]).toEqual([2, 20, 3, 30, 0, 0, 1, 10]);
    expect(shape).toEqual([2, 2, 2]);
    expect([...labels]).toEqual([50, 30]);
    expect(windows.name(2)).toBe('timestep 5');
  });

  it('advances by the stride and stops at the end', async () => {
    for (const [length, horizon, stride] of [
      [1, 1, 1],
      [2, 1, 2],
      [2, 3, 2],
      [5, 1, 3],
    ]) {
      const windows = (await runNode(Windows, { inputs: { data }, config: { length, horizon, stride } })).outputs.data;
      const starts = upTo(6).filter((start) => start % stride === 0 && start + length + horizon <= 6);
      expect([...windows.labels()]).toEqual(starts.map((start) => start + length + horizon - 1));
    }
  });

  it('rejects an unknown target, and a series that is too short', async () => {
    const config = { length: 2, horizon: 1, stride: 1, target: 'z' };
    expect(() => Windows.infer({ inputs: { data: { kind: 'series', columns: ['x', 'y'] } }, config })).toThrow(
      expect.objectContaining({ message: 'Unknown column "z". Did you mean "x"?', at: { config: ['target'] } }),
    );
    await expect(runNode(Windows, { inputs: { data }, config })).rejects.toThrow('Unknown column "z".');
    await expect(runNode(Windows, { inputs: { data }, config: { length: 6 } })).rejects.toThrow(
      'The series has 6 timesteps; a window of 6 with a horizon of 1 needs at least 7.',
    );
  });
});

describe('forecast', () => {
  /** Predicts the last value of the window. */
  async function lastValue(length: number, columns = 1): Promise<Model> {
    await startBackend();
    const input = tf.input({ shape: [length, columns] });
    const flat = tf.layers.flatten().apply(input) as tf.SymbolicTensor;
    const layer = tf.layers.dense({ units: 1, useBias: false });
    const network = tf.model({ inputs: input, outputs: layer.apply(flat) as tf.SymbolicTensor });
    const kernel = tf.tensor2d(upTo(length * columns).map((index) => [index === (length - 1) * columns ? 1 : 0]));
    layer.setWeights([kernel]);
    kernel.dispose();
    return { network, card: { architecture: 'last', input: { shape: ['batch', length, columns] } } };
  }

  async function windowsOf(values: readonly number[]): Promise<Dataset> {
    const data = seriesOf({ x: values });
    const scaled = (await runNode(Scale, { inputs: { fit: data, data } })).outputs.data;
    return (await runNode(Windows, { inputs: { data: scaled }, config: { length: 2 } })).outputs.data;
  }

  it('keeps the contract of nodes', async () =>
    testNode(Forecast, { inputs: { model: await lastValue(2), data: await windowsOf([1, 2, 4, 8]) } }));

  it('measures errors in the unit of the series', async () => {
    const inputs = { model: await lastValue(2), data: await windowsOf([100, 200, 300, 600, 200]) };
    const { outputs, tracker } = await runNode(Forecast, { inputs });
    // Off by 100, 300 and 400.
    expect(outputs.metrics.mae).toBeCloseTo(800 / 3, 3);
    expect(outputs.metrics.rmse).toBeCloseTo(Math.sqrt(260_000 / 3), 3);
    const rows = tracker.tables.get('Forecast')?.rows ?? [];
    expect(rows.map(([timestep]) => timestep)).toEqual(['timestep 2', 'timestep 3', 'timestep 4']);
    expect(rows[2][1]).toBeCloseTo(200, 3);
    expect(rows[2][2]).toBeCloseTo(600, 3);
  });

  it('compares with the persistence forecast in a chart', async () => {
    const data = seriesOf({ other: [0, 0, 0, 0, 0, 0], x: [100, 200, 300, 600, 200, 300] });
    const scaled = (await runNode(Scale, { inputs: { fit: data, data } })).outputs.data;
    const config = { length: 2, horizon: 2, target: 'x' };
    const windows = (await runNode(Windows, { inputs: { data: scaled }, config })).outputs.data;
    const inputs = { model: await lastValue(2, 2), data: windows };
    const { outputs, tracker } = await runNode(Forecast, { inputs, config: { batchSize: 2 } });
    // 200 for 600, 300 for 200, 600 for 300.
    expect(outputs.metrics.naive_mae).toBeCloseTo(800 / 3, 3);
    expect(outputs.metrics.naive_rmse).toBeCloseTo(Math.sqrt(260_000 / 3), 3);
    // The model predicts the other column, which is 0 in its own unit: the mean of x in the unit of x.
    const numbers = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 2));
    expect(tracker.pictures.get('Forecast')).toMatchObject({
      kind: 'lines',
      x: { names: ['timestep 3', 'timestep 4', 'timestep 5'] },
      series: [
        { name: 'actual', values: numbers([600, 200, 300]) },
        { name: 'forecast', values: numbers([1700 / 6, 1700 / 6, 1700 / 6]) },
        { name: 'naive', values: numbers([200, 300, 600]) },
      ],
    });
  });

  it('omits the naive forecast if the target column is unknown', async () => {
    const data = await windowsOf([100, 200, 300, 600, 200]);
    const other = { ...data, spec: { ...data.spec, label: { encoding: 'number' } } } as Dataset;
    const unnamed = {
      ...other,
      read: data.read.bind(data),
      labels: () => data.labels(),
      name: (i: number) => data.name(i),
    };
    const { outputs } = await runNode(Forecast, { inputs: { model: await lastValue(2), data: unnamed } });
    expect(Object.keys(outputs.metrics)).toEqual(['mae', 'rmse']);
  });

  it('rejects a model with several outputs', () => {
    const model = { kind: 'model', output: { shape: ['batch', 3] } } as const;
    expect(() => Forecast.infer({ inputs: { model, data: { kind: 'dataset' } }, config: { batchSize: 32 } })).toThrow(
      'The model outputs 3 values per example, expected 1.',
    );
  });
});

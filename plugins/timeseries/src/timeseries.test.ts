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
import { momentTime, momentTimes } from './moment-time.js';
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
  moments: Object.values(columns)[0].map((_, index) => `moment ${index}`),
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

  it('reads all columns of numbers, and names moments by their time', async () => {
    const data = await load('day,place,celsius,hPa\n2024-01-01,A,1.5,1e3\n2024-01-02,B,-2,999\n', { time: 'day' });
    expect(valuesOf(data)).toEqual({ celsius: [1.5, -2], hPa: [1000, 999] });
    expect(data.moments).toEqual(['2024-01-01', '2024-01-02']);
  });

  it('reads the columns that are asked for, in that order, from tabs too', async () => {
    const data = await load('a\tb\tc\n1\t2\t3\n\n4\t5\t6\n', { columns: ['c', 'a'] }, 'a.tsv');
    expect(valuesOf(data)).toEqual({ c: [3, 6], a: [1, 4] });
    expect(data.moments).toEqual(['a.tsv:2', 'a.tsv:4']);
  });

  it('says where moments are not evenly spaced', async () => {
    const warnings = async (days: readonly string[]) => {
      await writeFile(join(folder, 'a.csv'), ['day,x', ...days.map((day) => `${day},1`)].join('\n'));
      const config = { source: 'a.csv', time: 'day' };
      return (await runNode(LoadTimeseries, { inputs: {}, config, folder })).logger.lines;
    };
    expect(await warnings(['2024-01-01', '2024-02-01', '2024-03-01', '2024-04-01'])).toEqual([]);
    const [warning] = await warnings(['2024-01-01', '2024-01-02', '2024-01-03', '2024-01-07', '2024-01-08']);
    expect(warning).toMatch(/1 of 4 steps are longer than usual. The longest, 4 times .* a.csv:5\./);
  });

  it.each(['1/2/2024', '01.02.2024', '2024-02-31', 'soon'])('refuses %s, which is no time or could be two', (day) =>
    expect(load(`day,x\n${day},1\n`, { time: 'day' })).rejects.toMatchObject({ code: 'EXPGRAPH_TIMESERIES_TIME' }),
  );

  it('reads times without a zone as UTC: no hour is there twice', async () => {
    const hours = ['2024-10-27 01:30', '2024-10-27 02:30', '2024/10/27 3:30', '2024-10-27T04:30:00Z', 'Oct 28 2024'];
    const data = await load(['day,x', ...hours.map((hour) => `${hour},1`)].join('\n'), { time: 'day' });
    expect(data.moments).toEqual(hours);
    expect(momentTime('2024-10-27 02:30')).toBe(Date.UTC(2024, 9, 27, 2, 30));
    expect(momentTime('2024-1-2')).toBe(Date.UTC(2024, 0, 2));
  });

  it('reads days that are written as 20240131, where all of them are', () => {
    const days = momentTimes(['20240131', '20240201', '20240202']);
    expect(days.map((day) => (day - days[0]) / 86_400_000)).toEqual([0, 1, 2]);
    expect(momentTimes(['20240131', '20240132'])).toEqual([20240131, 20240132]);
  });

  it('fills what is missing, where it is asked to', async () => {
    const content = 'x,y\n1,0\n,0\n,0\n7,0\n';
    expect(valuesOf(await load(content, { missing: 'previous' })).x).toEqual([1, 1, 1, 7]);
    expect(valuesOf(await load(content, { missing: 'interpolate' })).x).toEqual([1, 3, 5, 7]);
    expect(valuesOf(await load('x,y\n1,0\n,0\n', { missing: 'previous' })).x).toEqual([1, 1]);
    await expect(load('x,y\n1,0\n,0\n', { missing: 'interpolate' })).rejects.toThrow(
      'a.csv:3: "x" is missing, and there is no number behind it.',
    );
    await expect(load('x,y\n,0\n1,0\n', { missing: 'previous' })).rejects.toThrow(
      'a.csv:2: "x" is missing, and there is no number before it.',
    );
    await expect(load(content)).rejects.toThrow('a.csv:3: "x" is missing, expected a number.');
  });

  it.each(['NA', 'n/a', 'NaN', 'null', 'None', '-', ' '])('takes "%s" for a number that is missing', async (field) => {
    const content = `x,y\n1,0\n${field},0\n3,0\n`;
    expect(valuesOf(await load(content, { missing: 'interpolate' })).x).toEqual([1, 2, 3]);
    await expect(load(content)).rejects.toThrow(/^a.csv:3: "x" is .* expected a number.$/);
  });

  it('leaves out columns without a name, such as the index that pandas writes', async () => {
    expect(valuesOf(await load(',x,\n0,1.5,\n1,2,\n'))).toEqual({ x: [1.5, 2] });
  });

  it('warns of columns that are left out for one of their fields', async () => {
    await writeFile(join(folder, 'a.csv'), 'place,x,y\nA,1,5\nB,2 C,6\nC,3,7\n');
    const { outputs, logger } = await runNode(LoadTimeseries, { inputs: {}, config: { source: 'a.csv' }, folder });
    expect(valuesOf(outputs.data)).toEqual({ y: [5, 6, 7] });
    expect(logger.lines).toEqual([
      'warning: Skipped column "x" of "a.csv": 1 of 3 values is not a number, the first "2 C" at a.csv:3. Correct the file, or set columns to the columns to use.',
      'Skipped column "place" of "a.csv": none of its 3 values is a number, for example "A" at a.csv:2.',
    ]);
  });

  it('tells of each column that is skipped, and why', async () => {
    await writeFile(join(folder, 'a.csv'), ',day,none,x\n0,2024-01-01,,1\n\n1,2024-01-02,NA,\n');
    const config = { source: 'a.csv', missing: 'previous' as const };
    const { outputs, logger } = await runNode(LoadTimeseries, { inputs: {}, config, folder });
    expect(valuesOf(outputs.data)).toEqual({ x: [1, 1] });
    expect(logger.lines).toEqual([
      'Skipped 1 blank line between the rows of "a.csv", the first at line 3.',
      'Skipped column 1 of "a.csv": it has no name.',
      'Skipped column "day" of "a.csv": its values are times; set time: day to use them.',
      'Skipped column "none" of "a.csv": it has no value.',
      'Filled 1 of 2 values of "x" that are missing (missing: previous).',
    ]);
  });

  it.each([
    ['day,close,volume\n1,"10,5",7\n2,"11,25",8\n', 'with a decimal comma.', 'Set decimal: ",";'],
    ['day,close\n1,"1,234.5"\n2,"2,000.0"\n', 'with a comma between thousands.', 'Set thousands: ",";'],
    ['day,close\n1,"1,234"\n2,"2,000"\n', 'with a comma in them.', 'Set decimal: "," if'],
    [
      'day;close\n1;1.234,5\n2;12,25\n',
      'with a decimal comma and a point between thousands.',
      'Set decimal: "," and thousands: ".";',
    ],
    [
      'day;close\n1;1 234,5\n2;12,25\n',
      'with a decimal comma and a blank between thousands.',
      'Set decimal: "," and thousands: " ";',
    ],
  ])('refuses to take another column for %j', async (content, name, options) => {
    await expect(load(content)).rejects.toMatchObject({
      code: 'EXPGRAPH_TIMESERIES_NUMBER',
      message: expect.stringMatching(
        new RegExp(`^a.csv:2: "close" is ".*": its 2 values are numbers ${name.replace('.', '\\.')}$`),
      ),
      notes: [expect.stringContaining(options)],
    });
  });

  it('reads tables as Excel writes them where a comma begins the fraction', async () => {
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
      'warning: The columns of "a.csv" are separated by ";". Set delimiter: ";" if this is right, another one if not.',
    ]);
  });

  it('takes the delimiter that is said', async () => {
    expect(valuesOf(await load('a|b\n1|2\n', { delimiter: '|' }))).toEqual({ a: [1], b: [2] });
    await expect(load('a;b\n1;2\n', { delimiter: ',', columns: ['a'] })).rejects.toMatchObject({
      message: '"a.csv" has no column "a".',
      notes: [expect.stringContaining('"a;b", separated by ","'), expect.stringContaining('set delimiter')],
    });
  });

  it('refuses one mark for the fraction and for thousands', () => {
    const config = { source: 'a.csv', decimal: ',', thousands: ',', missing: 'fail' } as const;
    expect(() => LoadTimeseries.infer({ inputs: {}, config })).toThrow('decimal and thousands are both ",".');
    expect(() => LoadTimeseries.infer({ inputs: {}, config: { ...config, thousands: '.', encoding: 'cp9' } })).toThrow(
      'Unknown encoding "cp9".',
    );
  });

  it.each([
    ['a word', 'x\n1\nmany\n', { columns: ['x'] }, 'a.csv:3: "x" is "many", expected a number.'],
    ['no numbers', 'x\nmany\n', {}, 'No column of "a.csv" has only numbers.'],
    ['another column', 'temp\n1\n', { columns: ['tmp'] }, '"a.csv" has no column "tmp". Did you mean "temp"?'],
    ['a column twice', 'x\n1\n', { columns: ['x', 'x'] }, 'The column "x" is asked for twice.'],
    ['no such time', 'x\n1\n', { time: 'day' }, '"a.csv" has no column "day".'],
    ['a word for a time', 't,x\nsoon,1\n', { time: 't' }, 'a.csv:2: "soon" is no time.'],
    ['times that go back', 't,x\n2,1\n1,1\n', { time: 't' }, 'a.csv:3: the time 1 does not come after 2'],
    ['times that stand twice', 't,x\n2,1\n2,1\n', { time: 't' }, 'a.csv:3: the time 2 does not come after 2'],
    ['a line of other length', 'x,y\n1,2\n1\n', {}, 'a.csv:3: '],
    ['a number of another base', 'x\n0x10\n', { columns: ['x'] }, 'a.csv:2: "x" is "0x10", expected a number.'],
    ['numbers that models can not be given', 'x\n1\n-1e39\n', {}, 'a.csv:3: "x" is -1e39, more than the 3.4e38'],
    ['names alone', 'x,y\n', {}, '"a.csv" has no line behind the names of its columns.'],
    ['an empty file', '', { time: 'day' }, '"a.csv" has no line behind the names of its columns.'],
    ['a column that is there twice', 'x,y,x\n1,2,3\n', {}, '"a.csv" has 2 columns "x": 1, 3.'],
  ])('refuses %s', async (_, content, config, message) => {
    await expect(load(content, config)).rejects.toThrow(message);
  });

  it('refuses another encoding than UTF-8', async () => {
    // "기온", temperature, in CP949.
    const content = Buffer.concat([Buffer.of(0xb1, 0xe2, 0xbf, 0xc2), Buffer.from('\n1\n')]);
    await writeFile(join(folder, 'a.csv'), content);
    const run = runNode(LoadTimeseries, { inputs: {}, config: { source: 'a.csv' }, folder });
    await expect(run).rejects.toThrow('a.csv:1:1: the byte 0xb1 is not valid UTF-8.');
  });

  it('refuses another kind of file', async () => {
    await expect(load('x', {}, 'a.xlsx')).rejects.toThrow('"a.xlsx" is not a .csv, .tsv, .tab or .txt file.');
  });

  it('refuses a folder, and names the files in it', async () => {
    await writeFile(join(folder, 'a.csv'), 'x\n1\n2\n');
    const run = runNode(LoadTimeseries, { inputs: {}, config: { source: '.' }, folder });
    await expect(run).rejects.toMatchObject({
      message: '"." is a folder or an archive, expected a table.',
      notes: ['It has: "a.csv".', 'Set source to one .csv or .tsv file; unpack an archive first.'],
    });
  });

  it('warns of a first line that has values, not names', async () => {
    const linesOf = async (content: string) => {
      await writeFile(join(folder, 'a.csv'), content);
      return (await runNode(LoadTimeseries, { inputs: {}, config: { source: 'a.csv' }, folder })).logger.lines;
    };
    expect(await linesOf('2024-01-01,1.5\n2024-01-02,2.5\n')).toContain(
      'warning: The first line of "a.csv" names the columns, and has only numbers or times: "2024-01-01", "1.5". If they are values, insert a line with names above them.',
    );
    expect(await linesOf('day,1.5\n2,2.5\n')).toEqual([]);
  });
});

describe('timeseries/split', () => {
  it('keeps the contract of nodes', () => testNode(SplitByTime, { inputs: { data: seriesOf({ x: upTo(20) }) } }));

  it('puts test behind validation behind training, and loses no moment', async () => {
    const { outputs, tracker } = await runNode(SplitByTime, {
      inputs: { data: seriesOf({ x: upTo(11), y: upTo(11) }) },
    });
    const { train, validation, test } = outputs;
    expect([train, validation, test].flatMap((part) => valuesOf(part).x)).toEqual(upTo(11));
    expect(tracker.params).toEqual({ train: 8, validation: 1, test: 2 });
    expect(test.moments).toEqual(['moment 9', 'moment 10']);
  });

  it('refuses a series that has been scaled by all of it', () => {
    const whole = { kind: 'series' } as const;
    const scaled = Scale.infer({ inputs: { fit: whole, data: whole }, config: { method: 'standard' } }).data;
    const config = { train: 0.7, validation: 0.15, test: 0.15 };
    expect(() => SplitByTime.infer({ inputs: { data: scaled }, config })).toThrow('scaled before it is split');
    expect(() => SplitByTime.infer({ inputs: { data: whole }, config })).not.toThrow();
  });

  it('refuses shares above 1, and a series shorter than its parts', async () => {
    const config = { train: 0.9, validation: 0.2, test: 0 };
    expect(() => SplitByTime.infer({ inputs: { data: { kind: 'series' } }, config })).toThrow('add up to 1.1');
    await expect(runNode(SplitByTime, { inputs: { data: seriesOf({ x: [1, 2] }) } })).rejects.toThrow('has 2 moments');
  });
});

describe('timeseries/scale', () => {
  const fit = seriesOf({ x: [0, 4], constant: [3, 3] });

  it('keeps the contract of nodes', () => testNode(Scale, { inputs: { fit, data: fit } }));

  it.each([
    ['standard', [-1, 1, 3]],
    ['range', [0, 1, 2]],
  ] as const)('takes the scale (%s) from the training part alone', async (method, expected) => {
    const data = seriesOf({ x: [0, 4, 8], constant: [3, 5, 3] });
    const { outputs } = await runNode(Scale, { inputs: { fit, data }, config: { method } });
    expect(valuesOf(outputs.data).x).toEqual(expected);
    expect(valuesOf(outputs.data).constant).toEqual([0, 2, 0]);
    const [{ values, scaling }] = outputs.data.columns;
    expect([...values].map((value) => value * scaling.factor + scaling.offset)).toEqual([0, 4, 8]);
  });

  it.each(['standard', 'range'] as const)(
    'leaves a constant that sums are not exact of as it is (%s)',
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

  it('can be undone where it was done twice', async () => {
    const once = (await runNode(Scale, { inputs: { fit, data: fit } })).outputs.data;
    const twice = (await runNode(Scale, { inputs: { fit: once, data: once }, config: { method: 'range' } })).outputs
      .data;
    const [{ values, scaling }] = twice.columns;
    expect([...values].map((value) => value * scaling.factor + scaling.offset)).toEqual([0, 4]);
  });

  it('refuses a scale that has seen the test, and other columns', async () => {
    const infer = (fitted?: string, scaled?: string) =>
      Scale.infer({
        inputs: { fit: { kind: 'series', part: fitted }, data: { kind: 'series', part: scaled } },
        config: { method: 'standard' },
      });
    expect(() => infer('test', 'test')).toThrow(expect.objectContaining({ code: 'EXPGRAPH_TIMESERIES_LEAK' }));
    expect(() => infer(undefined, 'test')).toThrow('The scale is taken from the whole series');
    expect(() => infer('train', 'test')).not.toThrow();
    await expect(runNode(Scale, { inputs: { fit, data: seriesOf({ y: [1] }) } })).rejects.toThrow(
      'The columns of "data" are "y", those of "fit" are "x", "constant".',
    );
  });
});

describe('timeseries/windows', () => {
  const data = seriesOf({ x: upTo(6), y: upTo(6).map((value) => value * 10) });

  it('keeps the contract of nodes', () => testNode(Windows, { inputs: { data }, config: { length: 2 } }));

  it('cuts windows with the number behind them', async () => {
    const config = { length: 2, horizon: 2, target: 'y' };
    const windows = (await runNode(Windows, { inputs: { data }, config })).outputs.data;
    expect(windows.size).toBe(3);
    expect([...windows.labels()]).toEqual([30, 40, 50]);
    const { features, shape, labels } = await windows.read([2, 0]);
    expect([...features]).toEqual([2, 20, 3, 30, 0, 0, 1, 10]);
    expect(shape).toEqual([2, 2, 2]);
    expect([...labels]).toEqual([50, 30]);
    expect(windows.name(2)).toBe('moment 5');
  });

  it('goes on by the stride, and never beyond the end', async () => {
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

  it('refuses a target that is not there, and a series that is too short', async () => {
    const config = { length: 2, horizon: 1, stride: 1, target: 'z' };
    expect(() => Windows.infer({ inputs: { data: { kind: 'series', columns: ['x', 'y'] } }, config })).toThrow(
      expect.objectContaining({ message: 'There is no column "z". Did you mean "x"?', at: { config: ['target'] } }),
    );
    await expect(runNode(Windows, { inputs: { data }, config })).rejects.toThrow('There is no column "z".');
    await expect(runNode(Windows, { inputs: { data }, config: { length: 6 } })).rejects.toThrow(
      'The series has 6 moments, a window of 6 with a horizon of 1 needs 7 at least.',
    );
  });
});

describe('forecast', () => {
  /** Says that what comes is what the window ends with. */
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
    expect(rows.map(([moment]) => moment)).toEqual(['moment 2', 'moment 3', 'moment 4']);
    expect(rows[2][1]).toBeCloseTo(200, 3);
    expect(rows[2][2]).toBeCloseTo(600, 3);
  });

  it('compares with who says that nothing changes, in a picture', async () => {
    const data = seriesOf({ other: [0, 0, 0, 0, 0, 0], x: [100, 200, 300, 600, 200, 300] });
    const scaled = (await runNode(Scale, { inputs: { fit: data, data } })).outputs.data;
    const config = { length: 2, horizon: 2, target: 'x' };
    const windows = (await runNode(Windows, { inputs: { data: scaled }, config })).outputs.data;
    const inputs = { model: await lastValue(2, 2), data: windows };
    const { outputs, tracker } = await runNode(Forecast, { inputs, config: { batchSize: 2 } });
    // 200 for 600, 300 for 200, 600 for 300.
    expect(outputs.metrics.naive_mae).toBeCloseTo(800 / 3, 3);
    expect(outputs.metrics.naive_rmse).toBeCloseTo(Math.sqrt(260_000 / 3), 3);
    // The model says what the other column has, which is 0 in its own unit: the mean of x in the unit of x.
    const numbers = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 2));
    expect(tracker.pictures.get('Forecast')).toMatchObject({
      kind: 'lines',
      x: { names: ['moment 3', 'moment 4', 'moment 5'] },
      series: [
        { name: 'measured', values: numbers([600, 200, 300]) },
        { name: 'foretold', values: numbers([1700 / 6, 1700 / 6, 1700 / 6]) },
        { name: 'naive', values: numbers([200, 300, 600]) },
      ],
    });
  });

  it('leaves out the naive forecast where nothing says which column is foretold', async () => {
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

  it('refuses a model of several outputs', () => {
    const model = { kind: 'model', output: { shape: ['batch', 3] } } as const;
    expect(() => Forecast.infer({ inputs: { model, data: { kind: 'dataset' } }, config: { batchSize: 32 } })).toThrow(
      'The model gives 3 numbers an example, expected 1.',
    );
  });
});

import {
  type FeatureMeasure,
  type FeatureType,
  measureFeature,
  readExample,
  readSequenceExample,
} from './examples/index.js';
import type { RecordKind } from './record-kind.js';

/** Statistics of one feature. */
export interface FeatureSummary {
  readonly type: FeatureType;
  /** Number of records with the feature. */
  readonly records: number;
  /** The smallest and largest number of values in a record, or in a timestep. */
  readonly least: number;
  readonly most: number;
  /** Whether any record or timestep had values to count. */
  readonly measured: boolean;
  /** The smallest and largest number of timesteps of a feature list. */
  readonly steps?: { readonly least: number; readonly most: number };
}

/** A timestep without a type. */
const NOTHING: FeatureMeasure = { type: 'bytes', values: { length: 0 } };

/** Collects statistics about the features of records. */
export class FeatureSurvey {
  records = 0;
  private readonly summaries = new Map<string, FeatureSummary>();

  constructor(private readonly kind: RecordKind) {}

  /** Returns the features by name, sorted. */
  get features(): ReadonlyMap<string, FeatureSummary> {
    return new Map([...this.summaries].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** @throws MalformedExample */
  add(bytes: Uint8Array, start: number, end: number): void {
    if (this.kind === 'example') this.addFeatures(readExample(bytes, start, end, measureFeature));
    else {
      const { context, featureLists } = readSequenceExample(bytes, start, end, measureFeature, NOTHING);
      this.addFeatures(context);
      for (const [name, steps] of Object.entries(featureLists)) this.addSteps(name, steps);
    }
    this.records += 1;
  }

  private addFeatures(features: Readonly<Record<string, FeatureMeasure>>): void {
    for (const [name, { type, values }] of Object.entries(features)) this.see(name, type, [values.length]);
  }

  private addSteps(name: string, steps: readonly FeatureMeasure[]): void {
    const before = this.summaries.get(name);
    const lengths = steps.map(({ values }) => values.length);
    this.see(name, steps.at(0)?.type ?? before?.type ?? 'float32', lengths);
    const seen = before?.steps ?? { least: steps.length, most: steps.length };
    const span = { least: Math.min(seen.least, steps.length), most: Math.max(seen.most, steps.length) };
    this.summaries.set(name, { ...(this.summaries.get(name) as FeatureSummary), steps: span });
  }

  private see(name: string, type: FeatureType, lengths: readonly number[]): void {
    const before = this.summaries.get(name);
    const [first = 0] = lengths;
    const { least, most } = before?.measured ? before : { least: first, most: first };
    this.summaries.set(name, {
      ...before,
      type,
      records: (before?.records ?? 0) + 1,
      least: lengths.reduce((a, b) => Math.min(a, b), least),
      most: lengths.reduce((a, b) => Math.max(a, b), most),
      // A feature list without timesteps says nothing about the values in one.
      measured: before?.measured || lengths.length > 0,
    });
  }
}

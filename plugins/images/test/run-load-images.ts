import type { Infer, Run } from '@expgraph/sdk';
import { startBackend } from '@expgraph/tensorflow/runtime';
import { LoadImages } from '../src/load/load-images.js';
import {
  CountingProgress,
  defaultsOf,
  FileSources,
  MemoryArtifactStore,
  RecordingLogger,
  RecordingTracker,
  SeededRandom,
} from './services.js';

type Config = Run<typeof LoadImages>['config'];
export type GivenConfig = Partial<Config> & Pick<Config, 'source'>;

/** Returns a config with the schema's defaults and 8x8 pixels. */
export function loadConfig(config: GivenConfig): Config {
  return { ...(defaultsOf(LoadImages.config) as Config), size: [8, 8], ...config };
}

export const inferLoadImages = (config: GivenConfig) =>
  LoadImages.infer({ inputs: {}, config: loadConfig(config) } satisfies Infer<typeof LoadImages>);

/** Runs `load/images` and returns the data and everything that the node logged. */
export async function runLoadImages(config: GivenConfig, { store = new MemoryArtifactStore(), seed = 7 } = {}) {
  const [progress, tracker, logger] = [new CountingProgress(), new RecordingTracker(), new RecordingLogger()];
  const tensorflow = { start: async () => void (await startBackend()) };
  const random = new SeededRandom([seed]);
  const node = new LoadImages(new FileSources(), store, random, progress, tracker, logger, tensorflow);
  const { data } = await node.run({
    inputs: {},
    config: loadConfig(config),
    fingerprints: {},
    signal: new AbortController().signal,
  });
  const names = Array.from({ length: data.size }, (_, index) => data.name(index));
  const classOf = Object.fromEntries(names.map((name, index) => [name, data.classes[data.labels()[index]]]));
  return { data, names, classOf, progress, params: tracker.params, tables: tracker.tables, lines: logger.lines, store };
}

/** Returns the error that a promise is rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

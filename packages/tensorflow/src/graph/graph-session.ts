import type { GraphResult } from '@expgraph/native/addons';
import type { Values } from './graph-def.js';

/** Fed values by placeholder name. */
export type Feeds = Readonly<Record<string, Values>>;

/** A TensorFlow session of a graph with its own variables. Runs return the first output of each fetched node. */
export interface GraphSession {
  /** Runs the fetched nodes and their dependencies, off the main thread if possible. Runs must not overlap. */
  run(feeds: Feeds, fetches: readonly string[]): Promise<GraphResult[]>;
  /** Runs synchronously, like `run` otherwise. */
  runNow(feeds: Feeds, fetches: readonly string[]): GraphResult[];
  dispose(): void;
}

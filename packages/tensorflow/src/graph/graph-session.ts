import type { GraphResult } from '@expgraph/native/addons';
import type { Values } from './graph-def.js';

/** What a run of a graph is given, by the name of its placeholder. */
export type Feeds = Readonly<Record<string, Values>>;

/** A graph in TensorFlow's hands, with the variables of its own. Runs return the first output of each fetched node. */
export interface GraphSession {
  /** Runs what the fetched nodes need, while JavaScript goes on where that is possible. One run at a time. */
  run(feeds: Feeds, fetches: readonly string[]): Promise<GraphResult[]>;
  /** The same; JavaScript waits. */
  runNow(feeds: Feeds, fetches: readonly string[]): GraphResult[];
  dispose(): void;
}

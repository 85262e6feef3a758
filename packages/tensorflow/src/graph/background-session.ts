import type { GraphResult, SessionAddon } from '@expgraph/native/addons';
import type { GraphDef } from './graph-def.js';
import type { Feeds, GraphSession } from './graph-session.js';

/** A session of expgraph's addon, which runs the graph on another thread. */
export class BackgroundSession implements GraphSession {
  private readonly session: unknown;

  constructor(
    private readonly addon: SessionAddon,
    graph: GraphDef,
  ) {
    this.session = addon.open(graph.serialize());
  }

  run(feeds: Feeds, fetches: readonly string[]): Promise<GraphResult[]> {
    return this.addon.run(this.session, Object.keys(feeds), Object.values(feeds), fetches);
  }

  runNow(feeds: Feeds, fetches: readonly string[]): GraphResult[] {
    return this.addon.runNow(this.session, Object.keys(feeds), Object.values(feeds), fetches);
  }

  dispose(): void {
    this.addon.close(this.session);
  }
}

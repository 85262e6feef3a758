import { sessionAddon } from '@expgraph/native/addons';
import { BackgroundSession } from './background-session.js';
import type { GraphDef } from './graph-def.js';
import type { GraphSession } from './graph-session.js';
import { SavedModelSession } from './saved-model-session.js';

/** Opens a session for a graph with the fastest implementation that the backend has. */
export function openSession(graph: GraphDef): GraphSession {
  const addon = sessionAddon();
  return addon ? new BackgroundSession(addon, graph) : new SavedModelSession(graph);
}

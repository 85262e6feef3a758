import {
  ArtifactStore,
  Clock,
  type ComponentConfig,
  type ComponentKind,
  type ComponentKinds,
  Components,
  Logger,
  type MakeComponent,
  NodeFolders,
  Progress,
  Random,
  type RunEventPayload,
  SharedFiles,
  Sources,
  Tracker,
} from '@expgraph/sdk';
import type { Container } from '@expgraph/sdk/container';
import type { GraphNode } from '../../graph/graph.js';
import type { Plan } from '../../plan/plan.js';
import { makeComponent } from '../../plugins/make-component.js';
import type { Registry } from '../../plugins/registry.js';
import type { KeptFiles } from '../../store/kept-files.js';
import type { KeptFolders } from '../../store/kept-folders.js';
import { StoreFiles } from '../../store/store-files.js';
import { waitsForShared } from '../messages.js';
import { NodeProgress } from './node-progress.js';
import { NodeSources } from './node-sources.js';
import { NodeTracker } from './node-tracker.js';
import { SeededRandom } from './seeded-random.js';

class SystemClock extends Clock {
  now(): number {
    return Date.now();
  }
}

class NodeLogger extends Logger {
  constructor(
    private readonly node: string,
    private readonly emit: (event: RunEventPayload) => void,
  ) {
    super();
  }

  info(message: string): void {
    this.emit({ type: 'notice', node: this.node, level: 'info', message });
  }

  warn(message: string): void {
    this.emit({ type: 'notice', node: this.node, level: 'warning', message });
  }
}

class RegisteredComponents extends Components {
  private readonly make: MakeComponent;

  constructor(components: Registry['components']) {
    super();
    this.make = makeComponent(components);
  }

  async create<Kind extends ComponentKind>(kind: Kind, config: ComponentConfig): Promise<ComponentKinds[Kind]> {
    return this.make(kind, config);
  }
}

/** Returns a container for one execution of a node, with the sdk's services. */
export function nodeContainer(
  node: GraphNode,
  { graph, store }: Plan,
  { kept, folders }: { kept: KeptFiles; folders: KeptFolders },
  { emit, signal }: { emit: (event: RunEventPayload) => void; signal: AbortSignal },
): { container: Container; tracker: NodeTracker } {
  const container = graph.registry.createContainer();
  const progress = new NodeProgress(node.id, emit);
  const logger = new NodeLogger(node.id, emit);
  const tracker = new NodeTracker(node.id, emit);
  container.bind(Random).toConstantValue(new SeededRandom([graph.document.seed, node.id]));
  container.bind(Progress).toConstantValue(progress);
  container.bind(Tracker).toConstantValue(tracker);
  container.bind(ArtifactStore).toConstantValue(kept);
  container.bind(NodeFolders).toConstantValue(folders);
  container
    .bind(SharedFiles)
    .toConstantValue(new StoreFiles(store, { signal, waiting: (owner) => logger.info(waitsForShared(owner)) }));
  container.bind(Sources).toConstantValue(new NodeSources(node, graph, progress, (line) => logger.warn(line)));
  container.bind(Components).toConstantValue(new RegisteredComponents(graph.registry.components));
  container.bind(Clock).toConstantValue(new SystemClock());
  container.bind(Logger).toConstantValue(logger);
  return { container, tracker };
}

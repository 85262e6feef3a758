import type { PlannedNode, RunEvent } from '@expgraph/sdk';

export type NodeState = 'waiting' | 'running' | 'finished' | 'cached' | 'failed' | 'skipped';
type ProgressEvent = Extract<RunEvent, { type: 'progress' }>;

/** State of a node during a run. */
export interface NodeView {
  readonly id: string;
  readonly type: string;
  state: NodeState;
  startedAt?: number;
  milliseconds?: number;
  progress?: ProgressEvent;
  /** The metrics that it logged last. */
  metrics?: Readonly<Record<string, number>>;
  /** The metrics without an epoch, for example of an evaluation or a forecast. */
  results?: Readonly<Record<string, number>>;
  because?: string;
}

/** The state of a run, updated by its events. */
export class RunState {
  readonly nodes = new Map<string, NodeView>();
  readonly artifacts: { name: string; path: string }[] = [];
  folder = '';
  experiment = '';

  apply(event: RunEvent): void {
    if (event.type === 'run-started') {
      this.folder = event.run.folder;
      this.experiment = event.run.experiment;
      for (const node of event.nodes) this.nodes.set(node.id, viewOf(node));
    } else if (event.type === 'artifact') this.artifacts.push({ name: event.name, path: event.path });
    else if ('node' in event && event.node !== undefined) this.applyToNode(event.node, event);
  }

  private applyToNode(id: string, event: RunEvent): void {
    const node = this.nodes.get(id);
    if (!node) return;
    if (event.type === 'node-started') Object.assign(node, { state: 'running', startedAt: event.time });
    else if (event.type === 'node-finished') {
      Object.assign(node, { state: 'finished', milliseconds: event.milliseconds, progress: undefined });
    } else if (event.type === 'node-cached') node.state = 'cached';
    else if (event.type === 'node-failed') Object.assign(node, { state: 'failed', progress: undefined });
    else if (event.type === 'node-skipped') Object.assign(node, { state: 'skipped', because: event.because });
    else if (event.type === 'progress') node.progress = event.ended ? undefined : event;
    else if (event.type === 'metrics') {
      node.metrics = event.metrics;
      if (event.step === undefined) node.results = event.metrics;
    }
  }
}

const viewOf = ({ id, type }: PlannedNode): NodeView => ({ id, type, state: 'waiting' });

import { join, resolve } from 'node:path';
import { addWrittenFolder } from '@expgraph/data/files';

/** Paths in a store; its folder is `.expgraph` by default. */
export class Store {
  readonly root: string;

  constructor(root = '.expgraph') {
    this.root = resolve(root);
    addWrittenFolder(this.root);
  }

  /** Returns the folder of finished outputs. */
  artifact(fingerprint: string): string {
    return join(this.root, 'artifacts', fingerprint);
  }

  /** Returns the work folder of an unfinished node, with its checkpoints. */
  work(fingerprint: string): string {
    return join(this.root, 'work', fingerprint);
  }

  /** Returns the path of a file shared by all experiments, whose name covers everything that it depends on. */
  shared(name: string): string {
    return join(this.root, 'shared', name);
  }

  /** Returns the lock file of an exclusive operation: running a node (by fingerprint), creating a shared file. */
  lock(name: string): string {
    return join(this.locks, `${name}.lock`);
  }

  get locks(): string {
    return join(this.root, 'locks');
  }

  run(id: string): string {
    return join(this.root, 'runs', id);
  }

  get temporary(): string {
    return join(this.root, 'tmp');
  }

  /** Returns the file with the fingerprint inputs of each node's last run. */
  last(experiment: string): string {
    return join(this.root, 'last', `${experiment}.json`);
  }
}

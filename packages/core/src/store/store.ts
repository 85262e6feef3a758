import { join, resolve } from 'node:path';

/** The folders of a store, `.expgraph` unless the user says otherwise. */
export class Store {
  readonly root: string;

  constructor(root = '.expgraph') {
    this.root = resolve(root);
  }

  /** Finished outputs, by fingerprint. */
  artifact(fingerprint: string): string {
    return join(this.root, 'artifacts', fingerprint);
  }

  /** What an unfinished node has put aside: its checkpoints. */
  work(fingerprint: string): string {
    return join(this.root, 'work', fingerprint);
  }

  /** What nodes of any experiment share, by a name that says what it depends on. */
  shared(name: string): string {
    return join(this.root, 'shared', name);
  }

  /** What of all processes one alone does: run a node (its fingerprint), make a shared file. */
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

  /** What each node of an experiment was made of when it last ran. */
  last(experiment: string): string {
    return join(this.root, 'last', `${experiment}.json`);
  }
}

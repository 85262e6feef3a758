export interface ScheduleOptions {
  /** Maximum number of nodes that run at the same time. */
  readonly jobs: number;
  readonly signal: AbortSignal;
  /** Runs a node. Resolves to whether it succeeded. */
  run(node: string): Promise<boolean>;
  /** Receives each node that is skipped, with the failed node it depends on, or `interrupted`. */
  skip(node: string, because: string): void;
  /** Nodes that start only after others have ended, successfully or not. */
  readonly after?: ReadonlyMap<string, readonly string[]>;
}

/**
 * Runs nodes in parallel, each when its dependencies have succeeded. A failed node stops only the nodes that depend on it.
 * `dependencies` is in topological order.
 */
export async function schedule(
  dependencies: ReadonlyMap<string, readonly string[]>,
  { jobs, signal, run, skip, after }: ScheduleOptions,
): Promise<void> {
  const pending = new Set(dependencies.keys());
  const succeeded = new Set<string>();
  const broken = new Map<string, string>();
  const running = new Map<string, Promise<void>>();

  const start = (node: string) => {
    pending.delete(node);
    const work = run(node).then((success) => {
      if (success) succeeded.add(node);
      else broken.set(node, node);
      running.delete(node);
    });
    running.set(node, work);
  };

  for (;;) {
    const before = pending.size;
    for (const node of [...pending]) {
      const needs = dependencies.get(node) ?? [];
      const failed = needs.map((need) => broken.get(need)).find((found) => found !== undefined);
      const because = signal.aborted ? 'interrupted' : failed;
      if (because !== undefined) {
        pending.delete(node);
        broken.set(node, because);
        skip(node, because);
      } else if (
        running.size < jobs &&
        needs.every((need) => succeeded.has(need)) &&
        (after?.get(node) ?? []).every((other) => succeeded.has(other) || broken.has(other))
      ) {
        start(node);
      }
    }
    // A node considered before may depend on one that has been skipped since.
    if (running.size === 0 && pending.size < before && pending.size > 0) continue;
    if (running.size === 0) return;
    await Promise.race(running.values());
  }
}

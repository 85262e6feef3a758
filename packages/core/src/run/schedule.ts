export interface ScheduleOptions {
  /** Nodes that may run at the same time. */
  readonly jobs: number;
  readonly signal: AbortSignal;
  /** Runs a node; resolves to whether it succeeded. */
  run(node: string): Promise<boolean>;
  /** Told of each node that is not run, with the failed node it depends on, or `interrupted`. */
  skip(node: string, because: string): void;
  /** Nodes that begin only after others have ended, well or not. */
  readonly after?: ReadonlyMap<string, readonly string[]>;
}

/**
 * Runs nodes when those they wait for are done, several at a time. One that fails stops only its dependants.
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
    // A node that was passed over may have waited for one that has been skipped since.
    if (running.size === 0 && pending.size < before && pending.size > 0) continue;
    if (running.size === 0) return;
    await Promise.race(running.values());
  }
}

import { fileSystemError } from '@expgraph/data/files';
import type { RunEventPayload, RunListener, RunStatus } from '@expgraph/sdk';

const CLOSE_TIMEOUT_MS = 10_000;

/** Passes events to listeners. A listener that throws is removed: it must not stop the run. */
export class Events {
  /** Whether a listener could not write its files, for example the journal or the report: then the run has failed. */
  lostFiles = false;
  private readonly listeners: Set<RunListener>;

  /** @param record the first listener and the last to be closed: it records the notices of the others */
  constructor(
    private readonly record: RunListener,
    listeners: readonly RunListener[],
  ) {
    this.listeners = new Set([record, ...listeners]);
  }

  readonly emit = (payload: RunEventPayload): void => {
    const event = { ...payload, time: Date.now() };
    for (const listener of [...this.listeners]) {
      try {
        listener.handle(event);
      } catch (error) {
        this.drop(listener, error);
      }
    }
  };

  add(listener: RunListener): void {
    this.listeners.add(listener);
  }

  /** Has the listeners write their files, and emits an event for each file. */
  async finish(status: RunStatus): Promise<void> {
    for (const listener of [...this.listeners]) {
      try {
        for (const { name, path } of (await listener.finish?.(status)) ?? [])
          this.emit({ type: 'artifact', name, path });
      } catch (error) {
        this.drop(listener, error);
      }
    }
  }

  /** Closes the listeners within ten seconds, the record last. */
  async close(): Promise<void> {
    const patience = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_TIMEOUT_MS).unref());
    const others = [...this.listeners].filter((listener) => listener !== this.record);
    await Promise.race([Promise.all(others.map((listener) => this.closeOne(listener))), patience]);
    this.listeners.clear();
    await Promise.race([this.closeOne(this.record), patience]);
  }

  private async closeOne(listener: RunListener): Promise<void> {
    try {
      await listener.close?.();
    } catch (error) {
      this.drop(listener, error);
    }
  }

  private drop(listener: RunListener, error: unknown): void {
    this.listeners.delete(listener);
    const refused = fileSystemError(error);
    if (refused) this.lostFiles = true;
    const reason = refused?.message ?? (error instanceof Error ? error.message : String(error));
    this.emit({
      type: 'notice',
      level: 'warning',
      message: `${listener.constructor.name} stopped listening: ${reason}`,
    });
  }
}

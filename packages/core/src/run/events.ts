import { fileSystemError } from '@expgraph/data/files';
import type { RunEventPayload, RunListener, RunStatus } from '@expgraph/sdk';

const CLOSE_TIMEOUT_MS = 10_000;

/** Passes events on to listeners. One that throws is dropped: watching must not stop the work. */
export class Events {
  /** Whether the file system refused a listener its files: the journal, the report. Then the run has not left what it should. */
  lostFiles = false;
  private readonly listeners: Set<RunListener>;

  constructor(listeners: readonly RunListener[]) {
    this.listeners = new Set(listeners);
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

  /** Lets the listeners make their files, and announces them. */
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

  /** Lets the listeners finish what they have under way, within ten seconds; the first last, since it records what the others say. */
  async close(): Promise<void> {
    const patience = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_TIMEOUT_MS).unref());
    const [record, ...others] = this.listeners;
    await Promise.race([Promise.all(others.map((listener) => this.closeOne(listener))), patience]);
    this.listeners.clear();
    if (record) await Promise.race([this.closeOne(record), patience]);
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

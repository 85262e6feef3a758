import { parentPort } from 'node:worker_threads';
import { RecordFlaw } from '../records/index.js';
import type { FlawReport, ReadingJob, ThreadOrder, ThreadReport } from './example-thread.js';
import { MalformedExample } from './malformed-example.js';
import { packColumns } from './pack-columns.js';
import { readExamples } from './read-examples.js';

/** Maximum number of batches waiting for the main thread. */
const AHEAD = 4;

/** Memory of byte strings to reuse. */
const spare: Uint8Array[] = [];
let ahead = 0;
let wake: (() => void) | undefined;

const report = (said: ThreadReport, buffers: readonly ArrayBuffer[] = []) =>
  parentPort?.postMessage(said, [...buffers]);

const flawOf = ({ file, record, offset, reason }: RecordFlaw): FlawReport => ({ file, record, offset, reason });

/** Returns memory for at least `length` bytes. Memory of other sizes belonged to columns or files that are no longer read. */
function take(length: number): Uint8Array {
  const known = spare.pop();
  return known && known.length >= length ? known : new Uint8Array(Math.ceil(length * 1.25));
}

async function read({ paths, features, options, tolerant }: ReadingJob): Promise<void> {
  const onFlaw = tolerant ? (flaw: RecordFlaw) => report({ kind: 'flaw', flaw: flawOf(flaw) }) : undefined;
  for await (const columns of readExamples(paths, features, { ...options, onFlaw })) {
    const { packed, buffers } = packColumns(columns, take);
    report({ kind: 'batch', columns: packed }, buffers);
    ahead += 1;
    if (ahead === AHEAD) await new Promise<void>((resolve) => (wake = resolve));
  }
}

function failure(error: unknown): ThreadReport {
  if (error instanceof RecordFlaw) return { kind: 'flaw', flaw: flawOf(error) };
  if (error instanceof MalformedExample) return { kind: 'malformed', message: error.message };
  return { kind: 'failed', error: error as Error };
}

/** Runs on a thread that reads the examples of some files. */
parentPort?.on('message', (order: ThreadOrder) => {
  if ('job' in order) {
    ahead = 0;
    read(order.job).then(
      () => report({ kind: 'end' }),
      (error: unknown) => report(failure(error)),
    );
    return;
  }
  for (const buffer of order.used) spare.push(new Uint8Array(buffer));
  ahead -= 1;
  wake?.();
  wake = undefined;
});

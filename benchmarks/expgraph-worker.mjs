/** expgraph's side of a case, in a process of its own: `node expgraph-worker.mjs CASE FOLDER`. */
import { startBackend } from '@expgraph/tensorflow/runtime';
import { cases } from './cases.mjs';
import { Rounds } from './rounds.mjs';

const [name, folder] = process.argv.slice(2);
const rounds = new Rounds();
try {
  // Without native TensorFlow it would be another benchmark.
  const { tensorflowVersion } = await startBackend({ backend: 'native' });
  rounds.versions = { tensorflow: tensorflowVersion, node: process.versions.node };
  const { run } = await import(`./cases/${name}.mjs`);
  await run(cases[name], folder, rounds);
} catch (error) {
  // The end is what is shown of what a worker writes: there the message must be, not the longest of the stack.
  console.error(`${error.stack.split('\n').slice(1, 6).join('\n')}\n${error.message}`);
  // It would wait for orders otherwise.
  process.exit(1);
}

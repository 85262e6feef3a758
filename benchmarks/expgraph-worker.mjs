/** expgraph's side of a case, in a separate process: `node expgraph-worker.mjs CASE FOLDER`. */
import { startBackend } from '@expgraph/tensorflow/runtime';
import { cases } from './cases.mjs';
import { Rounds } from './rounds.mjs';

const [name, folder] = process.argv.slice(2);
const rounds = new Rounds();
try {
  // Without native TensorFlow, the results would not be comparable.
  const { tensorflowVersion } = await startBackend({ backend: 'native' });
  rounds.versions = { tensorflow: tensorflowVersion, node: process.versions.node };
  const { run } = await import(`./cases/${name}.mjs`);
  await run(cases[name], folder, rounds);
} catch (error) {
  // Only the end of a worker's output is shown: print the message last.
  console.error(`${error.stack.split('\n').slice(1, 6).join('\n')}\n${error.message}`);
  // Otherwise the process would wait for requests.
  process.exit(1);
}

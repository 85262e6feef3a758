/** Measures expgraph side by side with Keras: `node benchmarks/run.mjs --help`. */
import { rmSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cases } from './cases.mjs';
import { compare } from './compare.mjs';
import { busyWarning, describeMachine } from './machine.mjs';
import { PeerFailure } from './peer.mjs';
import { markdownTable, replaceBetweenMarkers } from './report.mjs';

/** ImageDataGenerator needs scipy and pillow. */
const PACKAGES = ['tensorflow-cpu==2.21.0', 'scipy', 'pillow', 'tokenizers==0.23.3'];
const DOCUMENT = new URL('../docs/benchmarks.md', import.meta.url);
const HELP = `node benchmarks/run.mjs [case ...] [--rounds 5] [--quick] [--write]

Measures each case in expgraph and in Keras, in turn, and prints how many times as fast expgraph is. Keras gets the fastest of its
documented settings (benchmarks/peer-settings.mjs).
A run of all cases also writes docs/benchmarks.md.

  --rounds N  pairs of rounds per case (default 5)
  --quick     two pairs of rounds and no search of settings, as a check; writes nothing
  --write     always write docs/benchmarks.md

Cases: ${Object.keys(cases).join(', ')}`;

const say = (line) => console.log(line);

function readCommandLine() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '5' },
      quick: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const unknown = positionals.filter((name) => !Object.hasOwn(cases, name));
  if (unknown.length > 0) {
    throw new Error(`Unknown case "${unknown.join('", "')}". Use one of: ${Object.keys(cases).join(', ')}.`);
  }
  const rounds = values.quick ? 2 : Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds is "${values.rounds}", expected 1 or more.`);
  const names = positionals.length > 0 ? positionals : Object.keys(cases);
  const write = values.write || (positionals.length === 0 && !values.quick);
  return { names, rounds, write, tune: !values.quick, help: values.help };
}

/** Imports the built packages of this repository. */
async function load() {
  try {
    const [{ pythonEnvironment }, { writeExamples }] = await Promise.all([
      import('@expgraph/testing'),
      import('./examples.mjs'),
    ]);
    return { pythonEnvironment, writeExamples };
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new Error(`${error.message}\nThe packages are not built: npm install && npm run build`);
  }
}

async function findPython(pythonEnvironment) {
  say(`Keras comes from a virtual environment with ${PACKAGES.join(', ')}; the first time it takes minutes.`);
  try {
    return join(await pythonEnvironment('keras', PACKAGES), 'python');
  } catch (error) {
    throw new Error(
      `There is no Keras to compare with: ${error.message}\nIt needs python3 with venv and pip, and PyPI.`,
    );
  }
}

async function measure(name, { writeExamples, python, rounds, tune }) {
  say(`${name}: ${cases[name].what}`);
  const folder = await mkdtemp(join(tmpdir(), 'expgraph-benchmark-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    await writeExamples(cases[name].examples, join(folder, 'data'));
    return await compare(name, { folder, python, rounds, tune, say });
  } catch (error) {
    if (!(error instanceof PeerFailure)) throw error;
    say(`  failed: ${error.message}`);
    return { name, what: cases[name].what, failure: error.message };
  } finally {
    process.off('exit', remove);
    remove();
  }
}

async function main() {
  const { names, rounds, write, tune, help } = readCommandLine();
  if (help) return say(HELP);
  const { pythonEnvironment, writeExamples } = await load();
  const python = await findPython(pythonEnvironment);
  const warning = busyWarning();
  if (warning) say(warning);
  const results = [];
  for (const name of names) results.push(await measure(name, { writeExamples, python, rounds, tune }));
  const { versions } = results.find((result) => !('failure' in result)) ?? {};
  const report = `${markdownTable(results)}\n\n${describeMachine(versions, rounds)}`;
  say(`\n${report}`);
  if (write) {
    await writeFile(DOCUMENT, replaceBetweenMarkers(await readFile(DOCUMENT, 'utf8'), report));
    say('\nWritten to docs/benchmarks.md.');
  }
  if (results.some((result) => 'failure' in result)) process.exitCode = 1;
}

// The data of a case is removed by a listener on exit.
process.once('SIGINT', () => process.exit(130));

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});

/**
 * Checks the C++ of addons/ and test/ with clang-format and clang-tidy (.clang-format, .clang-tidy), which pip installs into a virtual
 * environment in the cache folder. `--fix` formats the files.
 *
 *   node scripts/check-cpp.mjs [--fix]
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, runCommand, withLock } from '@expgraph/data/files';
import { installedNative, installNative } from '../dist/set-up/install-native.js';
import { nativeFolder } from '../dist/set-up/native-folder.js';
import { includesOf, LANGUAGE, ownCompilations } from '../dist/set-up/own-addons.js';
import { NO_PROGRESS } from '../dist/set-up/set-up-progress.js';

/** Formatting differs between releases. */
const TOOLS = ['clang-format==23.1.5', 'clang-tidy==23.1.4'];
const PACKAGE = fileURLToPath(new URL('../', import.meta.url));

const files = (await Promise.all(['addons', 'test'].map(sourcesOf))).flat();
const bin = await installTools();
if (process.argv.includes('--fix')) {
  await run(join(bin, 'clang-format'), ['-i', ...files]);
} else {
  const results = [await run(join(bin, 'clang-format'), ['--dry-run', '--Werror', ...files]), ...(await tidy(bin))];
  const failures = results.filter(({ code }) => code !== 0);
  for (const { stdout, stderr } of failures) console.error(`${stdout}${stderr}`.trim());
  if (failures.length > 0) process.exitCode = 1;
  else console.log(`${files.length} C++ files are well-formed.`);
}

async function sourcesOf(folder) {
  const names = await readdir(join(PACKAGE, folder), { recursive: true });
  return names
    .filter((name) => /\.(cc|h)$/.test(name) && !name.includes('generated'))
    .map((name) => join(PACKAGE, folder, name));
}

/** Returns the folder of the executables. */
async function installTools() {
  const folder = join(cacheFolder(), 'python', `cpp-tools-${TOOLS.join('-').replaceAll('==', '-')}`);
  const ready = join(folder, 'ready');
  await withLock(`${folder}.lock`, {}, async () => {
    if (existsSync(ready)) return;
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await mustRun('python3', ['-m', 'venv', folder]);
    await mustRun(join(folder, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', ...TOOLS]);
    await writeFile(ready, '');
  });
  return join(folder, 'bin');
}

/** Runs clang-tidy on all sources, with the flags with which they are compiled. */
async function tidy(bin) {
  if (!(await installedNative())) await installNative(NO_PROGRESS);
  // Warnings of others' headers do not count.
  const includes = (await includesOf(nativeFolder())).map((flag) =>
    flag.includes('packages/native/addons') ? flag : flag.replace(/^-I/, '-isystem'),
  );
  const tests = files
    .filter((file) => file.startsWith(join(PACKAGE, 'test/')) && file.endsWith('.cc'))
    .map((source) => ({ source, flags: [...LANGUAGE, '-O2'] }));
  // Of the variants of a source, the last one, for AVX2, counts.
  const compilations = new Map([...ownCompilations(), ...tests].map((each) => [each.source, each]));
  const commands = [...compilations.values()].map(({ source, flags }) => ({
    directory: PACKAGE,
    file: source,
    arguments: ['c++', ...flags, ...includes, '-c', source],
  }));
  const folder = await mkdtemp(join(tmpdir(), 'expgraph-check-cpp-'));
  try {
    await writeFile(join(folder, 'compile_commands.json'), JSON.stringify(commands));
    const sources = [...compilations.keys()];
    const results = [];
    const next = async () => {
      for (let source = sources.pop(); source; source = sources.pop())
        results.push(await run(join(bin, 'clang-tidy'), ['--quiet', '-p', folder, source]));
    };
    await Promise.all(Array.from({ length: availableParallelism() }, next));
    return results;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function run(command, args) {
  return runCommand(command, args, { cwd: PACKAGE });
}

async function mustRun(command, args) {
  const { code, stderr } = await run(command, args);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with code ${code}: ${stderr}`);
}

/**
 * Fetches the npm package @tensorflow/tfjs-node into dist/vendor/tfjs-node: the sources of its addon, and its kernels, which the
 * package tensorflow bundles. The package itself is no dependency, because installing it runs a script that downloads from a host
 * that many machines do not reach, and fails with it (docs/adr/0003).
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { extract } from 'tar';

const VERSION = '4.22.0';
const INTEGRITY = 'uHrXeUlfgkMxTZqHkESSV7zSdKdV0LlsBeblqkuKU9nnfxB1pC6DtoyYVaLxznzZy7WQSegjcohxxCjAf6Dc7w==';
const vendor = fileURLToPath(new URL('../dist/vendor/tfjs-node/', import.meta.url));
const stamp = join(vendor, 'stamp');
const self = createHash('sha256')
  .update(readFileSync(fileURLToPath(import.meta.url)))
  .digest('hex');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== self) {
  rmSync(vendor, { recursive: true, force: true });
  mkdirSync(vendor, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'expgraph-vendor-'));
  try {
    await vendorInto(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  writeFileSync(stamp, self);
}

async function vendorInto(folder) {
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const pack = ['pack', `@tensorflow/tfjs-node@${VERSION}`, '--pack-destination', folder, '--silent'];
  // A dry run of the install that this build is part of would otherwise be handed down.
  const env = { ...process.env, npm_config_dry_run: 'false' };
  const output = execFileSync(npm[0], [...npm.slice(1), ...pack], { cwd: folder, env, encoding: 'utf8' });
  const tarball = join(folder, output.trim().split('\n').at(-1));
  const found = createHash('sha512').update(readFileSync(tarball)).digest('base64');
  if (found !== INTEGRITY)
    throw new Error(`@tensorflow/tfjs-node@${VERSION} has the digest sha512-${found}, expected sha512-${INTEGRITY}.`);
  await extract({ file: tarball, cwd: folder });
  for (const part of ['binding', 'dist', 'package.json'])
    cpSync(join(folder, 'package', part), join(vendor, part), { recursive: true });
  writeFileSync(
    join(vendor, 'NOTICE'),
    `Parts of @tensorflow/tfjs-node ${VERSION}, Copyright Google LLC, Apache License 2.0.\n`,
  );
}

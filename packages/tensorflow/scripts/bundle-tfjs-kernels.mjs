/** Bundles the kernels of tfjs-node, fetched by the package native, into dist/vendor/tfjs-node.cjs. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const native = dirname(createRequire(import.meta.url).resolve('@expgraph/native/package.json'));
const source = join(native, 'dist', 'vendor', 'tfjs-node');
const vendor = fileURLToPath(new URL('../dist/vendor/', import.meta.url));
const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));

mkdirSync(vendor, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'expgraph-kernels-'));
try {
  // Node 23 removed functions of util that tfjs-node 4.22 uses.
  const util = join(folder, 'util.cjs');
  writeFileSync(
    util,
    `module.exports = { ...require('node:util'), isArray: Array.isArray, isNullOrUndefined: (value) => value == null };`,
  );
  const entry = join(folder, 'entry.cjs');
  writeFileSync(
    entry,
    `exports.NodeJSKernelBackend = require('${source}/dist/nodejs_kernel_backend.js').NodeJSKernelBackend;
     exports.registerKernels = () => require('${source}/dist/register_all_kernels.js');
     exports.protobuf = require('${source}/dist/proto/api_pb.js');`,
  );
  await build({
    entryPoints: [entry],
    outfile: join(vendor, 'tfjs-node.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['@tensorflow/*', 'google-protobuf'],
    alias: { util },
    logLevel: 'error',
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
writeFileSync(
  join(vendor, 'NOTICE'),
  `tfjs-node.cjs is of @tensorflow/tfjs-node ${version}, Copyright Google LLC, Apache License 2.0.\n`,
);

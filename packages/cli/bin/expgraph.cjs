#!/usr/bin/env node
const { enableCompileCache } = require('node:module');
const { availableParallelism } = require('node:os');

// Files are read, and images decoded and augmented, on Node's thread pool. Its default size is four; it must be set before the pool is
// first used. Loading an ES module uses it, so this file is CommonJS.
process.env.UV_THREADPOOL_SIZE ??= String(Math.max(4, availableParallelism()));
// From Node 22 on, compiled code is cached between runs.
enableCompileCache?.();
import('../dist/main.js');

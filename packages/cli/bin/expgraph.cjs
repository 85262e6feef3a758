#!/usr/bin/env node
const { enableCompileCache } = require('node:module');
const { availableParallelism } = require('node:os');

// Files are read, and images decoded and changed, on Node's pool of threads: four, however many cores there are, unless it is told
// before the first one is needed. Loading an ES module needs one, so this file is none.
process.env.UV_THREADPOOL_SIZE ??= String(Math.max(4, availableParallelism()));
// From Node 22 on, compiled code is kept between runs.
enableCompileCache?.();
import('../dist/main.js');

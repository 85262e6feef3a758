import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  buildGraph,
  createRegistry,
  parseSource,
  planRun,
  readDocumentText,
  resolveSource,
  SeededRandom,
} from '@expgraph/core';
import { formatTensorSpec, Sources } from '@expgraph/sdk';
import { TensorFlow } from '@expgraph/tensorflow';
import { startBackend } from '@expgraph/tensorflow/native';
import { tf } from '@expgraph/tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { MobileNetV2 } from './mobilenet-v2.js';

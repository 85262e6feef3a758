import { fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const WORKER = fileURLToPath(new URL('worker.mjs', import.meta.url));

/** Limits per file. The first is CPU time, so that other processes cannot cause a failure; the second catches a file that waits. */
const LIMITS = { cpuMs: 5000, wallMs: 60_000, peakMb: 1024 };
/** Number of files per process, to limit the effect of leaks. */
const FILES = 2000;
const POLL_MS = 50;

/**
 * Damages and reads files in separate processes. Returns the numbers of files read and rejected, and each file that failed without an
 * expgraph error, took too much time or memory, or ended the process.
 */
export async function runCampaign({
  count,
  seed,
  first = 0,
  processes = 1,
  limits = {},
  onProgress = () => undefined,
}) {
  const campaign = {
    limits: { ...LIMITS, ...limits },
    seed,
    end: first + count,
    next: first,
    read: 0,
    refused: 0,
    findings: [],
    onProgress,
    formats: new Map(),
    worst: { cpuMs: 0, peakMb: 0 },
  };
  await Promise.all(Array.from({ length: processes }, () => work(campaign)));
  return campaign;
}

async function work(campaign) {
  while (campaign.next < campaign.end) {
    const worker = await start();
    for (let files = 0; files < FILES && campaign.next < campaign.end; files += 1) {
      const index = campaign.next;
      campaign.next += 1;
      const found = await readOne(worker, { seed: campaign.seed, index }, campaign.limits);
      note(campaign, { format: worker.formats[index % worker.formats.length], ...found, index });
      if (found.ended) break;
    }
    worker.child.removeAllListeners();
    if (worker.child.connected) worker.child.disconnect();
  }
}

async function start() {
  const child = fork(WORKER, { execArgv: ['--max-old-space-size=700'], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const worker = { child, formats: [], output: '' };
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      worker.output = (worker.output + chunk).slice(-4000);
    });
  const message = await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', () => reject(new Error(`a worker did not start: ${worker.output}`)));
  });
  child.removeAllListeners('exit');
  worker.formats = message.ready;
  return worker;
}

/** Returns the result of one file; `ended` if its process can no longer be used. */
async function readOne(worker, job, limits) {
  const { child } = worker;
  const begun = Date.now();
  const before = await usageOf(child.pid);
  let stopped;
  const timer = setInterval(async () => {
    const { cpuMs, rssMb } = await usageOf(child.pid);
    if (cpuMs - before.cpuMs > limits.cpuMs || Date.now() - begun > limits.wallMs) stopped ??= 'time';
    if (rssMb > limits.peakMb) stopped ??= 'memory';
    if (stopped) child.kill('SIGKILL');
  }, POLL_MS);
  try {
    return await new Promise((resolve) => {
      const exited = (code, signal) =>
        resolve({
          outcome: stopped ?? 'crash',
          detail: stopped ? '' : `${code ?? signal}: ${worker.output}`,
          ended: true,
        });
      child.once('exit', exited);
      child.once('message', (found) => {
        child.removeListener('exit', exited);
        const isLarge = found.peakMb > limits.peakMb;
        resolve(
          isLarge ? { ...found, outcome: 'memory', detail: `${Math.round(found.peakMb)} MB`, ended: true } : found,
        );
      });
      child.send(job);
    });
  } finally {
    clearInterval(timer);
  }
}

/** Returns CPU time and memory of a process on Linux; on other systems only the process' own report is used. */
async function usageOf(pid) {
  try {
    const [stat, statm] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/statm`, 'utf8'),
    ]);
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return {
      cpuMs: (Number(fields[11]) + Number(fields[12])) * 10,
      rssMb: (Number(statm.split(' ')[1]) * 4096) / 2 ** 20,
    };
  } catch {
    return { cpuMs: 0, rssMb: 0 };
  }
}

function note(campaign, found) {
  const { format, outcome } = found;
  const counts = campaign.formats.get(format) ?? { read: 0, refused: 0 };
  campaign.formats.set(format, counts);
  if (outcome === 'read' || outcome === 'refused') {
    campaign[outcome] += 1;
    counts[outcome] += 1;
  } else campaign.findings.push(found);
  campaign.worst.cpuMs = Math.max(campaign.worst.cpuMs, found.cpuMs ?? 0);
  campaign.worst.peakMb = Math.max(campaign.worst.peakMb, found.peakMb ?? 0);
  campaign.onProgress(found, campaign);
}

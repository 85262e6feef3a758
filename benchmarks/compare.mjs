import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cases } from './cases.mjs';
import { Peer, PeerFailure } from './peer.mjs';
import { formatNumber } from './report.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

/**
 * The scheduling class for work that computes. In Linux' normal class the threads of a process that slept between two rounds may
 * all stay on one core for the whole next round, with the other cores idle: half the speed, at random.
 */
const BATCH = spawnSync('chrt', ['--batch', '0', 'true']).status === 0 ? ['chrt', '--batch', '0'] : [];

/**
 * Measures a case: both sides are set up, one after the other, then do their rounds in turn, A B A B.
 *
 * @param {string} name
 * @param {{ folder: string, python: string, rounds: number, say: (line: string) => void }} options `folder` has the data;
 *   `python` has Keras.
 */
export async function compare(name, { folder, python, rounds, say }) {
  const { what, unit } = cases[name];
  const env = { TMPDIR: folder, PYTHONDONTWRITEBYTECODE: '1', CASE: JSON.stringify(cases[name]) };
  const data = join(folder, 'data');
  const peers = {};
  try {
    const [ours, expgraphSeconds] = await setUp('expgraph', process.execPath, [
      here('expgraph-worker.mjs'),
      name,
      data,
    ]);
    const [theirs, kerasSeconds] = await setUp('keras', python, [here('keras_worker.py'), name, data]);
    checkSame(ours.parameters, theirs.parameters);
    const pairs = [];
    for (let round = 1; round <= rounds; round += 1) {
      const pair = { expgraph: await measure(peers.expgraph), keras: await measure(peers.keras) };
      const [a, b] = [pair.expgraph, pair.keras].map(
        ({ speed, cores }) => `${formatNumber(speed)} ${unit}/s on ${cores.toFixed(1)} cores`,
      );
      say(`  round ${round}: expgraph ${a}, Keras ${b}, ratio ${(pair.expgraph.speed / pair.keras.speed).toFixed(2)}`);
      pairs.push(pair);
    }
    const versions = { expgraph: ours.versions, keras: theirs.versions };
    return { name, what, unit, pairs, setUpSeconds: { expgraph: expgraphSeconds, keras: kerasSeconds }, versions };
  } finally {
    await Promise.all(Object.values(peers).map((peer) => peer.stop()));
  }

  async function setUp(side, command, args) {
    const started = performance.now();
    const [first, ...rest] = [...BATCH, command, ...args];
    peers[side] = new Peer(side === 'keras' ? 'Keras' : side, first, rest, env);
    const facts = await peers[side].ready();
    const seconds = (performance.now() - started) / 1000;
    say(`  ${peers[side].name} is ready after ${seconds.toFixed(1)} s`);
    return [facts, seconds];
  }

  async function measure(peer) {
    const { seconds, cpuSeconds, examples } = await peer.round();
    if (examples !== cases[name].perRound) {
      throw new PeerFailure(`${peer.name} did ${examples} ${unit} in a round, expected ${cases[name].perRound}.`);
    }
    return { speed: examples / seconds, cores: cpuSeconds / seconds };
  }
}

/** Networks of different size would be compared for nothing. */
function checkSame(ours, theirs) {
  if (ours.all === theirs.all && ours.trainable === theirs.trainable) return;
  const sizes = [ours, theirs].map(({ all, trainable }) => `${all} parameters, ${trainable} trainable`);
  throw new PeerFailure(
    `The two sides have different networks: expgraph ${sizes[0]}; Keras ${sizes[1]}. Make the two files of the case agree.`,
  );
}

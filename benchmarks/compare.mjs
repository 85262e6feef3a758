import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cases } from './cases.mjs';
import { PATIENCE_MS, Peer, PeerFailure } from './peer.mjs';
import { axesOf, fastestSettings } from './peer-settings.mjs';
import { formatNumber } from './report.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

/**
 * The scheduling class for batch work. In Linux' default class, the threads of a process that slept between two rounds may all stay on
 * one core for the whole next round, with the other cores idle: half the speed, at random.
 */
const BATCH = spawnSync('chrt', ['--batch', '0', 'true']).status === 0 ? ['chrt', '--batch', '0'] : [];

/** Settings whose set-up takes this many times as long as the first one are rejected; XLA compiles some networks for many minutes. */
const TOO_SLOW = 4;

/** Number of rounds to compare settings; the fastest counts. */
const TRIALS = 2;

/**
 * Measures a case. First finds the peer's fastest documented settings; then sets up both sides, one after the other, and alternates
 * their rounds, A B A B.
 *
 * @param {string} name
 * @param {{ folder: string, python: string, rounds: number, tune: boolean, say: (line: string) => void }} options `folder` has the
 *   data; `python` has Keras; without `tune` the peer has the first of its settings.
 */
export async function compare(name, { folder, python, rounds, tune, say }) {
  const { what, unit } = cases[name];
  const workers = new Workers(name, { folder, python });
  let patience = PATIENCE_MS;
  try {
    const axes = axesOf(cases[name], availableParallelism());
    const { settings, label } = await fastestSettings(axes, tune ? trySettings : async () => 0);
    const [ours, expgraphSeconds] = await workers.start('expgraph');
    say(`  expgraph is ready after ${expgraphSeconds.toFixed(1)} s`);
    const [theirs, kerasSeconds] = await workers.start('Keras', settings);
    say(`  Keras is ready after ${kerasSeconds.toFixed(1)} s`);
    checkSame(ours.parameters, theirs.parameters);
    const pairs = [];
    for (let round = 1; round <= rounds; round += 1) {
      const pair = { expgraph: await workers.measure('expgraph'), keras: await workers.measure('Keras') };
      const [a, b] = [pair.expgraph, pair.keras].map(
        ({ speed, cores }) => `${formatNumber(speed)} ${unit}/s on ${cores.toFixed(1)} cores`,
      );
      say(`  round ${round}: expgraph ${a}, Keras ${b}, ratio ${(pair.expgraph.speed / pair.keras.speed).toFixed(2)}`);
      pairs.push(pair);
    }
    const versions = { expgraph: ours.versions, keras: theirs.versions };
    const setUpSeconds = { expgraph: expgraphSeconds, keras: kerasSeconds };
    return { name, what, unit, pairs, settings: label || theirs.chosen, setUpSeconds, versions };
  } finally {
    await workers.stop();
  }

  /** @returns {Promise<number>} examples a second; 0 where the peer cannot do the case with these settings */
  async function trySettings(settings, label) {
    try {
      const [, seconds] = await workers.start('Keras', settings, patience);
      patience = Math.min(patience, TOO_SLOW * seconds * 1000);
      const speeds = [];
      for (let trial = 0; trial < TRIALS; trial += 1) speeds.push((await workers.measure('Keras')).speed);
      const speed = Math.max(...speeds);
      say(`  Keras with ${label || 'its defaults'}: ${formatNumber(speed)} ${unit}/s`);
      return speed;
    } catch (error) {
      if (!(error instanceof PeerFailure)) throw error;
      say(`  Keras with ${label || 'its defaults'} failed: ${error.message}`);
      return 0;
    } finally {
      await workers.stop();
    }
  }
}

/** The processes of both sides. */
class Workers {
  #peers = new Map();
  #name;
  #commands;
  #env;

  /** @param {string} name */
  constructor(name, { folder, python }) {
    const data = join(folder, 'data');
    this.#name = name;
    this.#env = { TMPDIR: folder, PYTHONDONTWRITEBYTECODE: '1', CASE: JSON.stringify(cases[name]) };
    this.#commands = {
      expgraph: [process.execPath, here('expgraph-worker.mjs'), name, data],
      Keras: [python, here('keras_worker.py'), name, data],
    };
  }

  /** @returns {Promise<[import('./peer.mjs').Ready, number]>} the report of the side, and its set-up time in seconds */
  async start(side, settings = {}, patience = PATIENCE_MS) {
    const started = performance.now();
    const [first, ...rest] = [...BATCH, ...this.#commands[side]];
    const peer = new Peer(side, first, rest, { ...this.#env, SETTINGS: JSON.stringify(settings) }, patience);
    this.#peers.set(side, peer);
    const facts = await peer.ready();
    return [facts, (performance.now() - started) / 1000];
  }

  async measure(side) {
    const { seconds, cpuSeconds, examples } = await this.#peers.get(side).round();
    const { perRound, unit } = cases[this.#name];
    if (examples !== perRound)
      throw new PeerFailure(`${side} did ${examples} ${unit} in a round, expected ${perRound}.`);
    return { speed: examples / seconds, cores: cpuSeconds / seconds };
  }

  async stop() {
    await Promise.all([...this.#peers.values()].map((peer) => peer.stop()));
    this.#peers.clear();
  }
}

/** Checks that both networks have the same size. */
function checkSame(ours, theirs) {
  if (ours.all === theirs.all && ours.trainable === theirs.trainable) return;
  const sizes = [ours, theirs].map(({ all, trainable }) => `${all} parameters, ${trainable} trainable`);
  throw new PeerFailure(
    `The two sides have different networks: expgraph ${sizes[0]}; Keras ${sizes[1]}. Make the two files of the case agree.`,
  );
}

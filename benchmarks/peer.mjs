import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Time limit of a reply, sufficient for slow machines. */
export const PATIENCE_MS = 20 * 60 * 1000;
const STDERR_LINES = 12;

/** One side failed; the message has the side and the reason. */
export class PeerFailure extends Error {}

/**
 * @typedef {object} Ready
 * @property {Readonly<Record<string, string>>} versions
 * @property {{ all: number, trainable: number }} parameters
 *
 * @typedef {object} Round
 * @property {number} seconds
 * @property {number} cpuSeconds CPU time of all threads.
 * @property {number} examples
 */

/** A worker process that runs a round on each request, see `rounds.mjs`. */
export class Peer {
  #process;
  #lines;
  #stderr = '';
  #spawnError;
  #exited;

  /**
   * @param {string} name For messages.
   * @param {string} command
   * @param {readonly string[]} args
   * @param {Readonly<Record<string, string>>} env Added to the environment of this process.
   * @param {number} [patience] Time limit of a reply, in milliseconds.
   */
  constructor(name, command, args, env, patience = PATIENCE_MS) {
    this.name = name;
    this.patience = patience;
    this.#process = spawn(command, args, { env: { ...process.env, ...env }, stdio: 'pipe' });
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
    this.#process.stderr.on('data', (chunk) => {
      this.#stderr = (this.#stderr + chunk).slice(-20_000);
    });
    // Writing to a process that has died fails; its exit is reported elsewhere.
    this.#process.stdin.on('error', () => {});
    this.#exited = new Promise((resolve) => {
      this.#process.on('error', (error) => {
        this.#spawnError = error;
        resolve(`could not be started: ${error.message}`);
      });
      this.#process.on('close', (code, signal) =>
        resolve(signal ? `was ended by ${signal}` : `ended with code ${code}`),
      );
    });
  }

  /** @returns {Promise<Ready>} when set-up and warm-up are over */
  ready() {
    return this.#reply('setting up');
  }

  /** @returns {Promise<Round>} */
  round() {
    this.#process.stdin.write('{"round":true}\n');
    return this.#reply('in a round');
  }

  /** Ends the process, which waits for a request or has failed. */
  async stop() {
    if (this.#spawnError) return;
    this.#process.stdin.end();
    const late = setTimeout(() => this.#process.kill('SIGKILL'), 5000);
    await this.#exited;
    clearTimeout(late);
  }

  async #reply(when) {
    const late = setTimeout(() => this.#process.kill('SIGKILL'), this.patience);
    try {
      for (;;) {
        const { value, done } = await this.#lines.next();
        if (done) throw await this.#failure(when);
        // A library may print other lines.
        if (value.startsWith('{')) return JSON.parse(value);
      }
    } finally {
      clearTimeout(late);
    }
  }

  async #failure(when) {
    const how = await this.#exited;
    const last = this.#stderr.trim().split('\n').slice(-STDERR_LINES).join('\n');
    return new PeerFailure(`${this.name} ${how}, ${when}.${last ? `\n${last}` : ''}`);
  }
}

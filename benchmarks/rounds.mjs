import { createInterface } from 'node:readline';

/**
 * The worker's side of the protocol with `run.mjs`, in lines of JSON: the worker reports that it is ready, receives the request for a
 * round, reports its time, and so on until its input ends. The time of a round is from the request to the end of the work, without
 * waiting.
 */
export class Rounds {
  #orders = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  #begun = -1;
  #order = Promise.resolve();
  #startedAt = 0;
  #cpuAtStart = process.cpuUsage();
  /** @type {Readonly<Record<string, string | undefined>>} */
  versions = {};

  /**
   * Reports the end of set-up and warm-up. Both networks must have the same size; a case without training has none.
   *
   * @param {import('@tensorflow/tfjs').LayersModel} [network]
   */
  ready(network) {
    const trainable = network?.trainableWeights.reduce((total, { shape }) => total + sizeOf(shape), 0) ?? 0;
    reply({ ready: true, parameters: { all: network?.countParams() ?? 0, trainable }, versions: this.versions });
  }

  /**
   * Waits for the request for a round. Repeated calls for the same round return at once: code that reads ahead may call early and
   * several times.
   *
   * @param {number} number Rounds are counted from 0.
   */
  begin(number) {
    if (number !== this.#begun) {
      this.#begun = number;
      this.#order = this.#next();
    }
    return this.#order;
  }

  /** @param {number} examples Number of examples in this round. */
  end(examples) {
    const { user, system } = process.cpuUsage(this.#cpuAtStart);
    reply({ seconds: (performance.now() - this.#startedAt) / 1000, cpuSeconds: (user + system) / 1e6, examples });
  }

  async #next() {
    const { done } = await this.#orders.next();
    if (done) process.exit(0);
    this.#cpuAtStart = process.cpuUsage();
    this.#startedAt = performance.now();
  }
}

const sizeOf = (shape) => shape.reduce((product, size) => product * size, 1);

function reply(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

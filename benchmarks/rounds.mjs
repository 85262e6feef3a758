import { createInterface } from 'node:readline';

/**
 * A worker's end of the conversation with `run.mjs`, in lines of JSON: the worker says that it is ready, is told to do a
 * round, says how long it took, and so on until its input ends. The clock runs from the order to the end of the work, so
 * waiting is in no round.
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
   * Set-up and warm-up are over. The other side's network must be as large; a case of input alone has none.
   *
   * @param {import('@tensorflow/tfjs').LayersModel} [network]
   */
  ready(network) {
    const trainable = network?.trainableWeights.reduce((total, { shape }) => total + sizeOf(shape), 0) ?? 0;
    reply({ ready: true, parameters: { all: network?.countParams() ?? 0, trainable }, versions: this.versions });
  }

  /**
   * Waits for the order to do a round. To be called again for the same round does nothing: what reads ahead may ask early, and
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

  /** @param {number} examples That have gone through the network in this round. */
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

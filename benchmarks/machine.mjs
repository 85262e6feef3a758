import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/**
 * Returns the machine and the versions, as a Markdown list.
 *
 * @param {{ expgraph: Readonly<Record<string, string>>, keras: Readonly<Record<string, string>> } | undefined} versions
 *   As reported by the workers.
 * @param {number} rounds
 */
export function describeMachine(versions, rounds) {
  const lines = [
    `Processor: ${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    `System: ${process.platform}-${process.arch}`,
    ...(versions
      ? [
          `expgraph: Node ${versions.expgraph.node}, TensorFlow ${versions.expgraph.tensorflow}`,
          `Keras: ${versions.keras.keras}, TensorFlow ${versions.keras.tensorflow}, Python ${versions.keras.python}`,
        ]
      : []),
    `Date: ${new Date().toISOString().slice(0, 10)}, ${rounds} pairs of rounds a case`,
  ];
  return lines.map((line) => `- ${line}`).join('\n');
}

/** @returns {string | undefined} a warning if the machine is busy */
export function busyWarning() {
  const [load] = loadavg();
  if (load < 0.5) return undefined;
  return `The machine is busy (load ${load.toFixed(1)} on ${availableParallelism()} cores): close what else runs for numbers that count.`;
}

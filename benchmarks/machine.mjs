import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/**
 * What the numbers were measured on, as a Markdown list.
 *
 * @param {{ expgraph: Readonly<Record<string, string>>, keras: Readonly<Record<string, string>> } | undefined} versions
 *   As the workers tell them.
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

/** Something else that runs on the machine makes the numbers worth less. @returns {string | undefined} a warning */
export function busyWarning() {
  const [load] = loadavg();
  if (load < 0.5) return undefined;
  return `The machine is busy (load ${load.toFixed(1)} on ${availableParallelism()} cores): close what else runs for numbers that count.`;
}

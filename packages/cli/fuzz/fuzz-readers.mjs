/**
 * Damages files of every format and reads them. Each must be read, or rejected with an expgraph error, within 5 s and 1 GB.
 *
 *     node packages/cli/fuzz/fuzz-readers.mjs [--count 20000] [--seed 1] [--first 0] [--processes 1]
 */
import { parseArgs } from 'node:util';
import { runCampaign } from './run-campaign.mjs';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    first: { type: 'string', default: '0' },
    processes: { type: 'string', default: '1' },
  },
});
const options = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)]));

const campaign = await runCampaign({
  ...options,
  onProgress({ index, format, outcome, detail }, { read, refused, findings }) {
    if (outcome !== 'read' && outcome !== 'refused') console.log(`${outcome} in file ${index} (${format}): ${detail}`);
    const done = read + refused + findings.length;
    if (done % 1000 === 0) console.log(`${done} files: ${read} read, ${refused} refused, ${findings.length} findings`);
  },
});
const { read, refused, findings, worst, formats } = campaign;
for (const [format, counts] of formats) console.log(`${format}: ${counts.read} read, ${counts.refused} refused`);
console.log(
  `${read + refused + findings.length} files of ${formats.size} formats: ${read} read, ${refused} refused, ${findings.length} findings`,
);
console.log(
  `most for one file: ${Math.round(worst.cpuMs)} ms of processor time; largest process: ${Math.round(worst.peakMb)} MB`,
);
process.exitCode = findings.length > 0 ? 1 : 0;

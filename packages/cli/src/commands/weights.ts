import { findSource, resolveSource, type SourceCheck, SourceError } from '@expgraph/core';
import { ExperimentError } from '@expgraph/sdk';
import { DownloadLine } from '../terminal/download-line.js';
import { bytes, table } from '../terminal/format.js';
import { print, printJson, printLines, writeError } from '../terminal/output.js';
import { paint } from '../terminal/paint.js';
import { checkWeights, chooseWeights, type KnownWeights, knownWeights } from '../weights/known-weights.js';
import { damagedWeights } from '../weights/messages.js';

/** `expgraph weights list [TYPE]` */
export async function list(type: string | undefined, { json }: { json?: boolean }): Promise<void> {
  const rows = await Promise.all(
    (await knownWeights(type)).map(async (weights) => ({ weights, cached: await isCached(weights) })),
  );
  if (json) printJson(rows.map(({ weights, cached }) => ({ ...shown(weights), cached })));
  else if (type !== undefined) printLines(rows.flatMap(({ weights, cached }) => describe(weights, cached)));
  else
    printLines([
      ...overview(rows),
      '',
      paint(process.stdout).dim('List the files of a node: npx expgraph weights list TYPE'),
    ]);
}

const isCached = async ({ parsed }: KnownWeights) => (await findSource(parsed)) !== undefined;

const titleOf = ({ name, variant }: KnownWeights) => (variant === undefined ? name : `${name} ${variant}`);

const shown = ({ parsed: _, ...weights }: KnownWeights) => weights;

/** Returns a line for each name of each node. */
function overview(rows: readonly { weights: KnownWeights; cached: boolean }[]): string[] {
  const groups = new Map<string, { weights: KnownWeights; cached: boolean }[]>();
  for (const row of rows) {
    const key = `${row.weights.node} ${row.weights.name}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return table(
    [...groups.values()].map((group) => {
      const [{ weights }] = group;
      const cached = group.filter((row) => row.cached).length;
      const files = group.length === 1 ? '1 file' : `${group.length} files`;
      return [weights.node, weights.name, files, cached > 0 ? `${cached} cached` : '', weights.description ?? ''];
    }),
  );
}

function describe(weights: KnownWeights, cached: boolean): string[] {
  const { bold, dim, green } = paint(process.stdout);
  const state = cached ? `  ${green('cached')}` : '';
  const size = weights.bytes === undefined ? '' : `  ${bytes(weights.bytes)}`;
  const details = [weights.description, weights.source, weights.sha256 && `sha256 ${weights.sha256}`].filter(Boolean);
  return [`${bold(titleOf(weights))}${size}${state}`, ...details.map((line) => dim(`  ${line}`))];
}

/** `expgraph weights pull TYPE [NAME] [VARIANT]` */
export async function pull(type: string, name: string | undefined, variant: string | undefined): Promise<void> {
  const weights = chooseWeights(await knownWeights(type), name, variant);
  const progress = new DownloadLine(process.stderr, weights.bytes);
  try {
    const { path } = await resolveSource(weights.parsed, {
      progress,
      notice: (line) => writeError(`${line}\n`),
    });
    const check = await checkWeights(weights);
    if (check.state === 'damaged') throw damagedWeights(weights.node, titleOf(weights), check);
    print(path);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    throw new ExperimentError(error.code, error.message, { notes: error.notes, cause: error });
  }
}

/** `expgraph weights verify [TYPE]` */
export async function verify(type: string | undefined, { json }: { json?: boolean }): Promise<void> {
  const rows: { weights: KnownWeights; check: Exclude<SourceCheck, { state: 'absent' }> }[] = [];
  for (const weights of await knownWeights(type)) {
    const check = await checkWeights(weights);
    if (check.state !== 'absent') rows.push({ weights, check });
  }
  if (json) printJson(rows.map(({ weights, check }) => ({ ...shown(weights), ...check })));
  else if (rows.length === 0) print('No named weights are cached. Fetch some with: npx expgraph weights pull TYPE');
  else printLines(table(rows.map(({ weights, check }) => [weights.node, titleOf(weights), STATES[check.state]])));
  const damaged = rows.find(({ check }) => check.state === 'damaged');
  if (!damaged) return;
  const { weights, check } = damaged;
  if (check.state === 'damaged') throw damagedWeights(weights.node, titleOf(weights), check);
}

const STATES = { sound: 'ok', damaged: 'damaged', unchecked: 'not verified: no known checksum' } as const;

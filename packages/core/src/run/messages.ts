import { type HeldResource, NodeError, PluginError, SystemError } from '@expgraph/sdk';

const FAULT = 'This is a fault of the plugin that provides the node.';

export const nodeFailed = (node: string, type: string, cause: unknown, inputs: readonly string[]) => {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new NodeError('EXPGRAPH_NODE_FAILED', `The node "${node}" (${type}) failed: ${reason}`, {
    cause,
    notes: [...inputs, ...stackOf(cause)],
  });
};

const processOf = (owner: number | undefined) =>
  owner === undefined ? 'another run' : `another run (process ${owner})`;

export const waitsForNode = (owner: number | undefined) =>
  `Waiting for ${processOf(owner)}, which executes the same node.`;

export const waitsForShared = (owner: number | undefined) =>
  `Waiting for ${processOf(owner)}, which makes the same shared file.`;

export const executedElsewhere = () => 'Executed by another run; its outputs are used.';

export const artifactGone = (node: string, path: string) =>
  new SystemError('EXPGRAPH_STORE_ARTIFACT_GONE', `The stored outputs of "${node}" are missing or damaged: ${path}.`, {
    notes: ['Another program has changed the store during the run. Run the experiment again.'],
  });

export const outputMissing = (node: string, type: string, output: string, found: readonly string[]) =>
  new PluginError('EXPGRAPH_PLUGIN_OUTPUT_MISSING', `"${node}" (${type}) returned no "${output}".`, {
    notes: [`It returned: ${found.join(', ') || 'nothing'}.`, FAULT],
  });

export const outputUnknown = (node: string, type: string, output: string, known: readonly string[]) =>
  new PluginError(
    'EXPGRAPH_PLUGIN_OUTPUT_UNKNOWN',
    `"${node}" (${type}) returned "${output}", which is none of its outputs.`,
    {
      notes: [`Its outputs are: ${known.join(', ') || 'none'}.`, FAULT],
    },
  );

export const pictureNumbers = (title: string, of: string, found: number, expected: number) =>
  new PluginError(
    'EXPGRAPH_PLUGIN_PICTURE',
    `"${of}" of the picture "${title}" has ${found} values, expected ${expected}.`,
    {
      notes: ['Give a number a name, or null where there is none.', FAULT],
    },
  );

export const pictureKind = (title: string, kind: unknown, known: readonly string[]) =>
  new PluginError(
    'EXPGRAPH_PLUGIN_PICTURE',
    `The picture "${title}" is of the kind "${kind}", which can not be drawn.`,
    {
      notes: [`The kinds are: ${known.join(', ')}.`, FAULT],
    },
  );

export const pictureFile = (title: string, file: string) =>
  new PluginError(
    'EXPGRAPH_PLUGIN_PICTURE',
    `The file of the picture "${title}" is "${file}", expected the name of an image file.`,
    { notes: ['Give the name of a .png, .jpg, .gif, .webp or .svg file in the folder.', FAULT] },
  );

export const heldWithInput = (
  node: string,
  type: string,
  { input, output }: { readonly input: string; readonly output: string },
  resource: HeldResource,
  common: number,
) =>
  new PluginError(
    'EXPGRAPH_PLUGIN_OUTPUT_SHARED',
    `The "${output}" of "${node}" (${type}) holds ${common} ${resource.name} of its input "${input}".`,
    {
      notes: [
        'Another node may need that input as it was, and each is freed by itself: make a copy, and change that.',
        FAULT,
      ],
    },
  );

interface Counts {
  readonly before: number;
  readonly after: number;
  /** What the outputs hold, and the inputs do not. */
  readonly outputs: number;
}

export const leftBehind = (node: string, type: string, resource: HeldResource, counts: Counts) =>
  new PluginError(
    'EXPGRAPH_PLUGIN_LEAK',
    `"${node}" (${type}) left ${resource.name} behind: ${counts.after - counts.before - counts.outputs}.`,
    { notes: [...countNotes(resource, counts), resource.remedy] },
  );

export const tookAway = (node: string, type: string, resource: HeldResource, counts: Counts) =>
  new PluginError(
    'EXPGRAPH_PLUGIN_TOOK_AWAY',
    `"${node}" (${type}) disposed of ${resource.name} that are not its own: ${counts.before + counts.outputs - counts.after}.`,
    {
      notes: [
        ...countNotes(resource, counts),
        'A node leaves its inputs as they are: other nodes may need them. Dispose only of what the node has made itself.',
      ],
    },
  );

const countNotes = ({ name }: HeldResource, { before, after, outputs }: Counts) => [
  `There were ${before} ${name} before it ran, and ${after} after it; its outputs account for ${outputs} new ones: expected ${before + outputs}.`,
  FAULT,
];

/** The frames that are not of Node itself: where the fault lies. */
function stackOf(cause: unknown): string[] {
  const frames = cause instanceof Error ? (cause.stack ?? '').split('\n').slice(1) : [];
  return frames
    .filter((frame) => !frame.includes('node:internal'))
    .map((frame) => frame.trim())
    .slice(0, 6);
}

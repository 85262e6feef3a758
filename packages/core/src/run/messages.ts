import { type HeldResource, NodeError, PluginError, SystemError } from '@expgraph/sdk';
import { sourceFrames } from '../diagnostics/source-frames.js';

const FAULT = 'Report it to the author of the plugin that provides the node.';

export const nodeFailed = (node: string, type: string, cause: unknown, inputs: readonly string[]) => {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new NodeError('EXPGRAPH_NODE_FAILED', `The node "${node}" (${type}) failed: ${reason}`, {
    cause,
    notes: [...inputs, ...sourceFrames(cause).slice(0, 6)],
  });
};

const processOf = (owner: number | undefined) =>
  owner === undefined ? 'another run' : `another run (process ${owner})`;

export const waitsForNode = (owner: number | undefined) =>
  `Waiting for ${processOf(owner)}, which executes the same node.`;

export const waitsForShared = (owner: number | undefined) =>
  `Waiting for ${processOf(owner)}, which creates the same shared file.`;

export const executedElsewhere = () => 'Executed by another run. Using its outputs.';

export const artifactGone = (node: string, path: string) =>
  new SystemError('EXPGRAPH_STORE_ARTIFACT_GONE', `The stored outputs of "${node}" are missing or damaged: ${path}.`, {
    notes: ['Another program changed the store during the run. Run the experiment again.'],
  });

export const outputMissing = (node: string, type: string, output: string, found: readonly string[]) =>
  new PluginError(
    'EXPGRAPH_PLUGIN_OUTPUT_MISSING',
    `The node "${node}" (${type}) did not return its output "${output}".`,
    {
      notes: [`It returned: ${found.join(', ') || 'nothing'}.`, FAULT],
    },
  );

export const outputUnknown = (node: string, type: string, output: string, known: readonly string[]) =>
  new PluginError(
    'EXPGRAPH_PLUGIN_OUTPUT_UNKNOWN',
    `The node "${node}" (${type}) returned the unknown output "${output}".`,
    {
      notes: [`Its outputs are: ${known.join(', ') || 'none'}.`, FAULT],
    },
  );

export const pictureNumbers = (title: string, of: string, found: number, expected: number) =>
  new PluginError(
    'EXPGRAPH_PLUGIN_PICTURE',
    `"${of}" in the picture "${title}" has ${found} values, expected ${expected}.`,
    {
      notes: ['Pass one number per name, and null for a missing one.', FAULT],
    },
  );

export const pictureKind = (title: string, kind: unknown, known: readonly string[]) =>
  new PluginError('EXPGRAPH_PLUGIN_PICTURE', `The picture "${title}" has the unknown kind "${kind}".`, {
    notes: [`Use one of: ${known.join(', ')}.`, FAULT],
  });

export const pictureShape = (title: string, place: string, found: string, expected: string) =>
  new PluginError(
    'EXPGRAPH_PLUGIN_PICTURE',
    `"${place}" in the picture "${title}" is ${found}, expected ${expected}.`,
    {
      notes: ['Pass a picture of the declared type.', FAULT],
    },
  );

export const pictureFile = (title: string, file: string) =>
  new PluginError(
    'EXPGRAPH_PLUGIN_PICTURE',
    `The file of the picture "${title}" is "${file}", expected the name of an image file.`,
    { notes: ['Pass the name of a .png, .jpg, .gif, .webp or .svg file in the folder.', FAULT] },
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
    `The output "${output}" of "${node}" (${type}) holds ${common} ${resource.name} of its input "${input}".`,
    {
      notes: [
        'Copy the input and modify the copy: other nodes may need the input, and each value is disposed separately.',
        FAULT,
      ],
    },
  );

interface Counts {
  readonly before: number;
  readonly after: number;
  /** Number that the outputs hold and the inputs do not. */
  readonly outputs: number;
}

export const leftBehind = (node: string, type: string, resource: HeldResource, counts: Counts) =>
  new PluginError(
    'EXPGRAPH_PLUGIN_LEAK',
    `The node "${node}" (${type}) leaked ${counts.after - counts.before - counts.outputs} ${resource.name}.`,
    { notes: [...countNotes(resource, counts), resource.remedy] },
  );

export const tookAway = (node: string, type: string, resource: HeldResource, counts: Counts) =>
  new PluginError(
    'EXPGRAPH_PLUGIN_TOOK_AWAY',
    `The node "${node}" (${type}) disposed ${counts.before + counts.outputs - counts.after} ${resource.name} that are not its own.`,
    {
      notes: [
        ...countNotes(resource, counts),
        'Dispose only the values that the node has created: other nodes may need its inputs.',
      ],
    },
  );

const countNotes = ({ name }: HeldResource, { before, after, outputs }: Counts) => [
  `${before} ${name} before the run, ${after} after it, expected ${before + outputs}: its outputs hold ${outputs} new ones.`,
  FAULT,
];

import { dirname } from 'node:path';
import type { SourceCheck } from '@expgraph/core';
import { suggest } from '@expgraph/data/wording';
import { ExperimentError } from '@expgraph/sdk';

export const nodeWithoutWeights = (type: string, near: string | undefined, types: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_WEIGHTS_NODE',
    `The node type "${type}" has no named weights.${near ? ` Did you mean "${near}"?` : ''}`,
    { notes: [types.length > 0 ? `Use one of: ${types.join(', ')}.` : 'Install a plugin with backbones.'] },
  );

export const unknownWeights = (type: string, name: string, names: readonly string[]) => {
  const near = suggest(name, names);
  return new ExperimentError(
    'EXPGRAPH_WEIGHTS_NAME',
    `Unknown weights "${name}" of ${type}.${near ? ` Did you mean "${near}"?` : ''}`,
    { notes: [`Use one of: ${names.join(', ')}.`] },
  );
};

export const unknownVariant = (type: string, name: string, variant: string, variants: readonly string[]) => {
  const near = suggest(variant, variants);
  return new ExperimentError(
    'EXPGRAPH_WEIGHTS_VARIANT',
    `Unknown variant "${variant}" of the weights "${name}" of ${type}.${near ? ` Did you mean "${near}"?` : ''}`,
    {
      notes: [
        variants.length > 0 ? `Use one of: ${variants.join(', ')}.` : 'Omit the variant: these weights have none.',
      ],
    },
  );
};

export const damagedWeights = (
  type: string,
  title: string,
  { path, found, expected }: Extract<SourceCheck, { state: 'sound' | 'damaged' }>,
) =>
  new ExperimentError('EXPGRAPH_WEIGHTS_DAMAGED', `The checksum of the weights "${title}" of ${type} is wrong.`, {
    notes: [
      `found    ${expected.algorithm} ${found}`,
      `expected ${expected.algorithm} ${expected.hex}`,
      `Remove the folder ${dirname(path)} and fetch them again: npx expgraph weights pull ${type} ${title}`,
    ],
  });

import { dirname } from 'node:path';
import type { SourceCheck } from '@expgraph/core';
import { suggest } from '@expgraph/data/wording';
import { ExperimentError } from '@expgraph/sdk';

export const nodeWithoutWeights = (type: string, near: string | undefined, types: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_WEIGHTS_NODE',
    `No installed node "${type}" knows weights by name.${near ? ` Did you mean "${near}"?` : ''}`,
    { notes: [types.length > 0 ? `These do: ${types.join(', ')}.` : 'None does. Install a plugin with backbones.'] },
  );

export const unknownWeights = (type: string, name: string, names: readonly string[]) => {
  const near = suggest(name, names);
  return new ExperimentError(
    'EXPGRAPH_WEIGHTS_NAME',
    `${type} knows no weights "${name}".${near ? ` Did you mean "${near}"?` : ''}`,
    { notes: [`It knows: ${names.join(', ')}.`] },
  );
};

export const unknownVariant = (type: string, name: string, variant: string, variants: readonly string[]) => {
  const near = suggest(variant, variants);
  return new ExperimentError(
    'EXPGRAPH_WEIGHTS_VARIANT',
    `The weights "${name}" of ${type} have no variant "${variant}".${near ? ` Did you mean "${near}"?` : ''}`,
    { notes: [variants.length > 0 ? `They have: ${variants.join(', ')}.` : 'They have only one.'] },
  );
};

export const damagedWeights = (
  type: string,
  title: string,
  { path, found, expected }: Extract<SourceCheck, { state: 'sound' | 'damaged' }>,
) =>
  new ExperimentError('EXPGRAPH_WEIGHTS_DAMAGED', `The weights "${title}" of ${type} are not what was published.`, {
    notes: [
      `found    ${expected.algorithm} ${found}`,
      `expected ${expected.algorithm} ${expected.hex}`,
      `Remove the folder ${dirname(path)}, and fetch them again: npx expgraph weights pull ${type} ${title}`,
    ],
  });

import { ExperimentError, type NodeFailure } from '@expgraph/sdk';

export const runUnknown = (id: string, store: string) =>
  new ExperimentError('EXPGRAPH_RUN_UNKNOWN', `The run "${id}" does not exist in ${store}.`, {
    notes: ['List the runs with: npx expgraph runs'],
  });

export const unreadableLines = (count: number, path: string) =>
  `${path} is damaged: ${count} ${count === 1 ? 'line is not an event and was' : 'lines are not events and were'} skipped.`;

export const modelDamaged = (model: string, folder: string, reason: string) =>
  new ExperimentError('EXPGRAPH_PREDICT_DAMAGED', `The model ${model} is damaged: ${reason} in ${folder}.`, {
    notes: [
      'Run the experiment again: it copies the model from the store, or trains it again if the store is damaged too.',
    ],
  });

export const modelUnknown = (run: string, node: string, found: readonly string[]) =>
  new ExperimentError('EXPGRAPH_PREDICT_MODEL_UNKNOWN', `The run ${run} has no model "${node}".`, {
    notes: [`Its models are: ${found.join(', ') || 'none'}.`, 'Use a final model of a run, or a folder below kept/.'],
  });

export const modelNotFound = (model: string) =>
  new ExperimentError('EXPGRAPH_PREDICT_MODEL', `The model ${model} does not exist.`, {
    notes: [
      'Give a folder with model.json, weights.bin and card.json, or RUN:NODE, for example last:finetune.',
      'List the runs with: npx expgraph runs',
    ],
  });

export const notOfImages = (model: string, input: string) =>
  new ExperimentError(
    'EXPGRAPH_PREDICT_INPUT',
    `The model ${model} takes ${input}, expected float32[batch, height, width, 3] with a range.`,
    { notes: ['Use it in an experiment, with the node predict and matching data.'] },
  );

export const imageNotFound = (path: string) =>
  new ExperimentError('EXPGRAPH_PREDICT_IMAGE', `The file ${path} does not exist.`, {
    notes: ['Give the path of a JPEG or PNG file.'],
  });

export const imageIsFolder = (path: string) =>
  new ExperimentError('EXPGRAPH_PREDICT_IMAGE', `${path} is a folder, expected an image.`, {
    notes: [`Give the paths of images, for example: ${path.replace(/[/\\]$/, '')}/*.jpg`],
  });

export const previewUnknown = (reference: string, nodes: readonly string[]) =>
  new ExperimentError('EXPGRAPH_PREVIEW_NODE', `The experiment has no node "${reference}".`, {
    notes: [`Its nodes are: ${nodes.join(', ')}.`],
  });

export const previewNoImages = (reference: string, found: string) =>
  new ExperimentError('EXPGRAPH_PREVIEW_NO_IMAGES', `"${reference}" is ${found}, expected images.`, {
    notes: ['Name an output of images, float32[batch, height, width, channels].'],
  });

export const nothingToPreview = (file: string) =>
  new ExperimentError('EXPGRAPH_PREVIEW_NOTHING', `${file} has no node that transforms images.`, {
    notes: ['Name the output to show, for example photos or parts.train.'],
  });

export const inspectionFailed = (path: string, message: string, failures: readonly NodeFailure[] = []) => {
  // Notes about environment variables apply to the command too; notes about options of the node do not.
  const notes = notesOf(failures).filter((note) => note.includes('EXPGRAPH_'));
  return new ExperimentError('EXPGRAPH_INSPECT_FAILED', message, {
    notes: notes.length > 0 ? notes : [`Give a TFRecord file, or a folder of them, instead of "${path}".`],
  });
};

const notesOf = (failures: readonly NodeFailure[]) => failures.flatMap(({ notes = [] }) => notes);

export const predictionFailed = (failures: readonly NodeFailure[]) =>
  new ExperimentError('EXPGRAPH_PREDICT_FAILED', failures.map(({ message }) => message).join('\n'), {
    notes: [
      // Keep notes about images and environment variables; notes about options do not apply to the command.
      ...notesOf(failures).filter((note) => /^"|EXPGRAPH_/.test(note)),
    ],
  });

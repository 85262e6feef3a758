import { ExperimentError, type NodeFailure } from '@expgraph/sdk';

export const runUnknown = (id: string, store: string) =>
  new ExperimentError('EXPGRAPH_RUN_UNKNOWN', `There is no run "${id}" in ${store}.`, {
    notes: ['List them with: npx expgraph runs'],
  });

export const unreadableLines = (count: number, path: string) =>
  `${path} is damaged: ${count} ${count === 1 ? 'line is' : 'lines are'} not an event of a run, and skipped.`;

export const modelDamaged = (model: string, folder: string, reason: string) =>
  new ExperimentError('EXPGRAPH_PREDICT_DAMAGED', `The model ${model} is damaged: ${reason} in ${folder}.`, {
    notes: [
      'Run the experiment again: it copies the model from the store, or trains it anew where the store is damaged too.',
    ],
  });

export const modelUnknown = (run: string, node: string, found: readonly string[]) =>
  new ExperimentError('EXPGRAPH_PREDICT_MODEL_UNKNOWN', `The run ${run} has no model "${node}".`, {
    notes: [
      `It has: ${found.join(', ') || 'none'}.`,
      'A run keeps the models that it ends in, and what its nodes have left below kept/.',
    ],
  });

export const modelNotFound = (model: string) =>
  new ExperimentError('EXPGRAPH_PREDICT_MODEL', `There is no model at ${model}.`, {
    notes: [
      'Give a folder with model.json, weights.bin and card.json, or a run and one of its nodes: last:finetune.',
      'Runs are listed by: npx expgraph runs',
    ],
  });

export const notOfImages = (model: string, input: string) =>
  new ExperimentError(
    'EXPGRAPH_PREDICT_INPUT',
    `The model ${model} takes ${input}, expected float32[batch, height, width, 3] with a range.`,
    { notes: ['Use it in an experiment, with the node predict and data of its kind.'] },
  );

export const imageNotFound = (path: string) =>
  new ExperimentError('EXPGRAPH_PREDICT_IMAGE', `There is no file ${path}.`, {
    notes: ['Give JPEG or PNG files.'],
  });

export const imageIsFolder = (path: string) =>
  new ExperimentError('EXPGRAPH_PREDICT_IMAGE', `${path} is a folder, expected an image.`, {
    notes: [`Give the images in it, for example: ${path.replace(/[/\\]$/, '')}/*.jpg`],
  });

export const previewUnknown = (reference: string, nodes: readonly string[]) =>
  new ExperimentError('EXPGRAPH_PREVIEW_NODE', `The experiment has no node "${reference}".`, {
    notes: [`It has: ${nodes.join(', ')}.`],
  });

export const previewNoImages = (reference: string, found: string) =>
  new ExperimentError('EXPGRAPH_PREVIEW_NO_IMAGES', `"${reference}" gives ${found}, and a preview is of images.`, {
    notes: ['Name an output that gives images, float32[batch, height, width, channels].'],
  });

export const nothingToPreview = (file: string) =>
  new ExperimentError('EXPGRAPH_PREVIEW_NOTHING', `${file} has no node that changes images.`, {
    notes: ['Name the output to look at, for example photos, or parts.train.'],
  });

export const inspectionFailed = (path: string, message: string, failures: readonly NodeFailure[] = []) => {
  // Variables of the environment go for the command, too; options of the node do not.
  const notes = notesOf(failures).filter((note) => note.includes('EXPGRAPH_'));
  return new ExperimentError('EXPGRAPH_INSPECT_FAILED', message, {
    notes: notes.length > 0 ? notes : [`Give a file of records, or a folder that has some, instead of "${path}".`],
  });
};

const notesOf = (failures: readonly NodeFailure[]) => failures.flatMap(({ notes = [] }) => notes);

export const predictionFailed = (failures: readonly NodeFailure[]) =>
  new ExperimentError('EXPGRAPH_PREDICT_FAILED', failures.map(({ message }) => message).join('\n'), {
    notes: [
      'The node of the model or of the images failed.',
      // Which images, and variables of the environment, but not what to set in an experiment: there is none.
      ...notesOf(failures).filter((note) => /^"|EXPGRAPH_/.test(note)),
    ],
  });

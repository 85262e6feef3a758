import { addDoctor } from './doctor.command.js';
import { addGraph } from './graph.command.js';
import { addNodes } from './nodes.command.js';
import { addPlan } from './plan.command.js';
import { addPredict } from './predict.command.js';
import { addPreview } from './preview.command.js';
import { addRun } from './run.command.js';
import { addRuns } from './runs.command.js';
import { addSchema } from './schema.command.js';
import { addTfrecord } from './tfrecord.command.js';
import { addValidate } from './validate.command.js';
import { addWeights } from './weights.command.js';

/** The commands, in the order of the help. Each loads its implementation when it is called. */
export const commands = [
  addRun,
  addPlan,
  addValidate,
  addGraph,
  addNodes,
  addWeights,
  addSchema,
  addPredict,
  addTfrecord,
  addPreview,
  addDoctor,
  addRuns,
];

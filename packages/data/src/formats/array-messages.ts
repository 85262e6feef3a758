import { ExperimentError } from '@expgraph/sdk';
import { at } from '../wording/index.js';

export const arrayDamaged = (name: string, offset: number, what: string) =>
  new ExperimentError('EXPGRAPH_DATA_ARRAY', `"${name}" at byte ${offset}: ${what}.`, {
    at: at('source'),
    notes: ['The file is truncated, damaged, or in another format: download or write it again.'],
  });

export const archiveDamaged = (name: string, reason: string) =>
  new ExperimentError('EXPGRAPH_DATA_ARRAY', `"${name}" is not a .npz file, or is damaged: ${reason}.`, {
    at: at('source'),
    notes: ['Download it again, or write it with numpy.savez or numpy.savez_compressed.'],
  });

export const arrayType = (name: string, type: string) =>
  new ExperimentError(
    'EXPGRAPH_DATA_ARRAY_TYPE',
    `"${name}" has the numpy type ${type}, expected numbers or strings.`,
    {
      at: at('source'),
      notes: ['Store images as uint8 or float32 and labels as integers or strings: array.astype("uint8").'],
    },
  );

export const fortranOrder = (name: string) =>
  new ExperimentError(
    'EXPGRAPH_DATA_ARRAY_TYPE',
    `"${name}" is in Fortran (column-major) order, expected C (row-major) order.`,
    {
      at: at('source'),
      notes: ['Store numpy.ascontiguousarray(array).'],
    },
  );

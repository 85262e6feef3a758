import type { DatasetSpec, ModelSpec } from '@expgraph/sdk';
import { classesMismatch, notAClassifier, rangeMismatch, shapeMismatch } from './messages.js';

/**
 * Refuses data that the model can not learn from rightly: another image size, other classes, and the silent one, pixels
 * in another range than the backbone was trained with.
 */
export function checkData(input: string, data: DatasetSpec, model: ModelSpec): void {
  checkFeatures(input, data, model);
  if (data.label && data.label.encoding !== 'number' && model.output?.shape && model.output.shape.length > 2) {
    throw notAClassifier(model.output);
  }
  const [found, expected] = [data.label?.classes, model.classes];
  if (found && expected && found.join('\n') !== expected.join('\n')) throw classesMismatch(input, found, expected);
}

/** The same without a look at the labels. */
export function checkFeatures(input: string, { features }: DatasetSpec, model: ModelSpec): void {
  if (!features || !model.input) return;
  const { shape, range } = model.input;
  if (features.range && range && features.range !== range) throw rangeMismatch(input, features, model.input);
  const axis = shape?.findIndex(
    (size, index) =>
      typeof size === 'number' && typeof features.shape?.[index] !== 'string' && size !== features.shape?.[index],
  );
  if (features.shape && axis !== undefined && axis >= 0) throw shapeMismatch(input, axis, features, model.input);
}

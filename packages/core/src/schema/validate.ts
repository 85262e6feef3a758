import { COMPONENT, SOURCE } from '@expgraph/sdk';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { fileSchema } from './file-schema.js';
import type { JsonSchema } from './json-schema.js';

const ajv = new Ajv({ strict: true, allErrors: true, verbose: true, allowUnionTypes: true });
ajv.addVocabulary([SOURCE, COMPONENT, 'renamed', 'renamedValues']);

const compiled = new WeakMap<JsonSchema, ValidateFunction>();

/** Returns ajv's errors of a value that was written in a file; an empty list for a valid one. */
export function validate(schema: JsonSchema, value: unknown): readonly ErrorObject[] {
  let check = compiled.get(schema);
  if (!check) {
    check = ajv.compile(fileSchema(schema));
    compiled.set(schema, check);
  }
  return check(value) ? [] : (check.errors ?? []);
}

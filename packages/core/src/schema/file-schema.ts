import { COMPONENT } from '@expgraph/sdk';
import type { JsonSchema } from './json-schema.js';

/**
 * The schema of what is written in a file, from the schema of what a node is given: an option with a default may be left
 * out, and an option that the schema does not name is an error.
 */
export function fileSchema(schema: JsonSchema): JsonSchema {
  if (COMPONENT in schema) return schema;
  const { properties, items, anyOf, required } = schema;
  return {
    ...schema,
    ...(anyOf && { anyOf: anyOf.map(fileSchema) }),
    ...(items && { items: Array.isArray(items) ? items.map(fileSchema) : fileSchema(items as JsonSchema) }),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, fileSchema(part)])),
      required: required?.filter((name) => properties[name]?.default === undefined),
      additionalProperties: schema.additionalProperties ?? false,
    }),
  };
}

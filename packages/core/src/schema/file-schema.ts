import { COMPONENT } from '@expgraph/sdk';
import type { JsonSchema } from './json-schema.js';

/**
 * Returns the schema of a config in a file from the schema of the config that a node gets: an option with a default may be omitted,
 * and an unknown option is an error.
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

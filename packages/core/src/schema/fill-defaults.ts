import { COMPONENT } from '@expgraph/sdk';
import type { JsonSchema } from './json-schema.js';

/** Returns a copy of a value with the schema's defaults for missing options, at every depth. */
export function fillDefaults(schema: JsonSchema, value: unknown): unknown {
  const given = value === undefined ? structuredClone(schema.default) : value;
  if (COMPONENT in schema) return given;
  if (Array.isArray(given)) {
    const items = schema.items as JsonSchema | undefined;
    return items && !Array.isArray(items) ? given.map((item) => fillDefaults(items, item)) : given;
  }
  if (typeof given !== 'object' || given === null || !schema.properties) return given;
  const filled: Record<string, unknown> = { ...given };
  for (const [name, part] of Object.entries(schema.properties)) {
    const option = fillDefaults(part, filled[name]);
    if (option !== undefined) filled[name] = option;
  }
  return filled;
}

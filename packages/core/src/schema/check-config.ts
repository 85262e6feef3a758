import { type AnyComponent, COMPONENT } from '@expgraph/sdk';
import { unknownComponent } from '../diagnostics/messages.js';
import type { Problem } from '../diagnostics/problem.js';
import type { Registry } from '../plugins/registry.js';
import { type ConfigPlace, explain } from './explain.js';
import { fillDefaults } from './fill-defaults.js';
import type { JsonSchema } from './json-schema.js';
import { validate } from './validate.js';

export interface CheckedConfig {
  /** The config with defaults, frozen; undefined if there are problems. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly problems: readonly Problem[];
}

/** Checks the config of a node against its schema, and each component in it against the component's own. */
export function checkConfig(
  schema: JsonSchema,
  config: unknown,
  place: ConfigPlace,
  components: Registry['components'],
): CheckedConfig {
  const problems = explain(validate(schema, config), place);
  if (problems.length > 0) return { problems };
  const found: Problem[] = [];
  const filled = fillComponents(schema, fillDefaults(schema, config), place, components, found);
  if (found.length > 0) return { problems: found };
  return { config: deepFreeze(filled as Record<string, unknown>), problems: [] };
}

/** Returns a copy of a value in which every component is checked and has its defaults. */
function fillComponents(
  schema: JsonSchema,
  value: unknown,
  place: ConfigPlace,
  components: Registry['components'],
  problems: Problem[],
): unknown {
  if (value === undefined || value === null) return value;
  const below = (part: JsonSchema, item: unknown, key: string | number) =>
    fillComponents(part, item, { ...place, path: [...place.path, key] }, components, problems);
  if (schema.anyOf) {
    const branch = schema.anyOf.find((part) => validate(part, value).length === 0);
    return branch ? fillComponents(branch, value, place, components, problems) : value;
  }
  if (COMPONENT in schema) return fillComponent(String(schema[COMPONENT]), value, place, components, problems);
  if (Array.isArray(value)) {
    const item = schema.items as JsonSchema | undefined;
    return item && !Array.isArray(item) ? value.map((part, index) => below(item, part, index)) : value;
  }
  if (typeof value !== 'object' || !schema.properties) return value;
  const { properties } = schema;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      Object.hasOwn(properties, key) ? below(properties[key], part, key) : part,
    ]),
  );
}

function fillComponent(
  kind: string,
  value: unknown,
  place: ConfigPlace,
  components: Registry['components'],
  problems: Problem[],
): unknown {
  const { type, ...options } = value as { type: string };
  const known: ReadonlyMap<string, AnyComponent> = components.get(kind) ?? new Map();
  const component = known.get(type);
  if (!component) {
    problems.push(unknownComponent(place.locate([...place.path, 'type']), kind, type, [...known.keys()]));
    return value;
  }
  const owner = `the ${kind} "${type}"`;
  const checked = checkConfig(component.config as JsonSchema, options, { ...place, owner }, components);
  problems.push(...checked.problems);
  return { type, ...checked.config };
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}

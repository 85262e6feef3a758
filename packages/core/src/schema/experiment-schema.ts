import { COMPONENT } from '@expgraph/sdk';
import type { RegisteredNode, Registry } from '../plugins/registry.js';
import { fileSchema } from './file-schema.js';
import type { JsonSchema } from './json-schema.js';

/** The JSON schema of experiment files, for editors: made of every installed node's own declaration. */
export function experimentSchema(registry: Registry): JsonSchema {
  const nodes = [...registry.nodes.values()].sort((a, b) => (a.type < b.type ? -1 : 1));
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'expgraph experiment',
    type: 'object',
    required: ['nodes'],
    additionalProperties: false,
    properties: {
      name: { type: 'string', pattern: '^[\\w][\\w.-]*$', description: 'Name of the experiment, in MLflow too.' },
      description: { type: 'string' },
      seed: { type: 'integer', minimum: 0, default: 0, description: 'What all random numbers start from.' },
      params: { type: 'object', description: 'Values used as ${params.name}, changed with --set params.name=value.' },
      plugins: { type: 'array', items: { type: 'string' }, description: 'npm packages, or paths of local files.' },
      nodes: { type: 'object', minProperties: 1, additionalProperties: { $ref: '#/definitions/node' } },
    },
    definitions: {
      node: {
        type: 'object',
        required: ['type'],
        properties: {
          type: {
            type: 'string',
            enum: nodes.map((node) => node.type),
            enumDescriptions: nodes.map((node) => node.nodeClass.description ?? ''),
          },
        },
        allOf: nodes.map((node) => ({
          if: { properties: { type: { const: node.type } } },
          // biome-ignore lint/suspicious/noThenProperty: JSON schema's word
          then: nodeSchema(node, registry),
        })),
      },
    },
  };
}

function nodeSchema({ nodeClass }: RegisteredNode, registry: Registry): JsonSchema {
  const ports = Object.entries(nodeClass.inputs);
  const config = editorSchema(fileSchema(nodeClass.config as JsonSchema), registry);
  const needed = ports.filter(([, port]) => !port.optional).map(([name]) => name);
  return {
    description: nodeClass.description,
    additionalProperties: false,
    required: ['type', ...(needed.length > 0 ? ['inputs'] : []), ...(config.required?.length ? ['config'] : [])],
    properties: {
      type: { type: 'string' },
      inputs: {
        type: 'object',
        additionalProperties: false,
        required: needed,
        properties: Object.fromEntries(
          ports.map(([name, port]) => [
            name,
            { type: 'string', description: `${port.kind}. ${port.description ?? ''}`.trim() },
          ]),
        ),
      },
      config,
    },
  };
}

/** A schema as editors want it: `${params.x}` may stand for any value, and a component lists its alternatives. */
function editorSchema(schema: JsonSchema, registry: Registry): JsonSchema {
  const kind = schema[COMPONENT];
  if (kind !== undefined) return componentSchema(String(kind), schema, registry);
  const { properties, items, anyOf, renamed: _, renamedValues: __, ...keywords } = schema;
  const inner: JsonSchema = {
    ...keywords,
    ...(anyOf && { anyOf: anyOf.map((part) => editorSchema(part, registry)) }),
    ...(items && !Array.isArray(items) && { items: editorSchema(items as JsonSchema, registry) }),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, part]) => [name, editorSchema(part, registry)]),
      ),
    }),
  };
  if (schema.type === 'object' || schema.type === 'string') return inner;
  const { description, default: byDefault, ...rest } = inner;
  return { description, default: byDefault, anyOf: [rest, { type: 'string', pattern: '^\\$\\{.*\\}$' }] };
}

function componentSchema(
  kind: string,
  { description, default: byDefault }: JsonSchema,
  registry: Registry,
): JsonSchema {
  const alternatives = [...(registry.components.get(kind)?.values() ?? [])].map((component) => {
    const options = editorSchema(fileSchema(component.config as JsonSchema), registry);
    return {
      ...options,
      description: component.description,
      required: ['type', ...(options.required ?? [])],
      properties: { type: { const: component.type }, ...options.properties },
    };
  });
  return { description, default: byDefault, anyOf: alternatives };
}

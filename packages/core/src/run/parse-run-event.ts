import { type RunEvent, Type } from '@expgraph/sdk';
import type { JsonSchema } from '../schema/json-schema.js';
import { validate } from '../schema/validate.js';

const event = (type: string, properties: Parameters<typeof Type.Object>[0] = {}) =>
  Type.Object(
    { type: Type.Literal(type), time: Type.Number(), ...properties },
    // A later version may add properties.
    { additionalProperties: true },
  );
const open = { additionalProperties: true };
const node = { node: Type.String() };
const numbers = Type.Unsafe({ type: 'object', additionalProperties: { type: ['number', 'string', 'null'] } });

/** By type of event, what its readers rely on. */
const SCHEMAS: Readonly<Record<RunEvent['type'], JsonSchema>> = {
  'run-started': event('run-started', {
    run: Type.Object({ id: Type.String(), experiment: Type.String(), folder: Type.String() }, open),
    nodes: Type.Array(Type.Object({ id: Type.String(), type: Type.String() }, open)),
  }),
  'node-started': event('node-started', node),
  'node-finished': event('node-finished', { ...node, milliseconds: Type.Number() }),
  'node-cached': event('node-cached', node),
  'node-failed': event('node-failed', { ...node, error: Type.Object({ rendered: Type.String() }, open) }),
  'node-skipped': event('node-skipped', { ...node, because: Type.String() }),
  progress: event('progress', { ...node, label: Type.String() }),
  params: event('params', node),
  metrics: event('metrics', { ...node, metrics: numbers }),
  table: event('table', { ...node, title: Type.String() }),
  picture: event('picture', { ...node, title: Type.String() }),
  notice: event('notice', { message: Type.String() }),
  artifact: event('artifact', { name: Type.String(), path: Type.String() }),
  'run-finished': event('run-finished', { status: Type.String(), milliseconds: Type.Number() }),
};

/** Parses a line of a journal; returns undefined if it is not an event. */
export function parseRunEvent(line: string): RunEvent | undefined {
  try {
    const found = JSON.parse(line) as RunEvent;
    const type = Object(found).type as RunEvent['type'];
    return Object.hasOwn(SCHEMAS, type) && validate(SCHEMAS[type], found).length === 0 ? found : undefined;
  } catch {
    return undefined;
  }
}

import { type AnyNodeClass, nodeTypeOf } from '@expgraph/sdk';
import { undecoratedParameters } from '@expgraph/sdk/container';
import { malformedNodeClass, parameterNotInjected } from '../diagnostics/messages.js';
import type { Problem } from '../diagnostics/problem.js';
import type { Span } from '../diagnostics/span.js';
import type { LoadedPlugin } from './registry.js';

/** Returns the problems of a plugin's node classes that would otherwise fail when a node is validated or created. */
export function checkPlugin(from: LoadedPlugin, span: Span | undefined): Problem[] {
  return (from.plugin.nodes ?? []).flatMap((nodeClass) => checkNodeClass(nodeClass, from, span));
}

function checkNodeClass(nodeClass: AnyNodeClass, from: LoadedPlugin, span: Span | undefined): Problem[] {
  const owner = {
    className: nodeClass.name,
    type: nodeTypeOf(nodeClass) as string,
    plugin: from.name,
    file: from.file,
  };
  const malformed = malformation(nodeClass);
  if (malformed) return [malformedNodeClass(span, owner, malformed.found, malformed.fix)];
  return undecoratedParameters(nodeClass).map((parameter) => parameterNotInjected(span, owner, parameter));
}

function malformation(nodeClass: AnyNodeClass): { readonly found: string; readonly fix: string } | undefined {
  for (const name of ['inputs', 'outputs'] as const) {
    const ports: unknown = nodeClass[name];
    if (!isRecord(ports))
      return { found: `has no static ${name}`, fix: `Add: static readonly ${name} = { ... }, or {} for none.` };
    for (const [port, declared] of Object.entries(ports))
      if (!isRecord(declared) || typeof declared.kind !== 'string')
        return {
          found: `has no valid port "${port}" in ${name}`,
          fix: 'Declare the port with dataset(), model(), metrics() or another function of @expgraph/sdk.',
        };
  }
  const { config } = nodeClass as { config?: unknown };
  if (!isRecord(config) || config.type !== 'object')
    return { found: 'has no static config', fix: 'Add: static readonly config = Type.Object({ ... }).' };
  if (typeof nodeClass.prototype?.run !== 'function') return { found: 'has no method run', fix: 'Add the method run.' };
  return undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

import { type AnyComponent, type Codec, nodeTypeOf, type PortKind } from '@expgraph/sdk';
import { Container, ContainerModule } from '@expgraph/sdk/container';
import { filesCodec } from '../codecs/files-codec.js';
import { metricsCodec } from '../codecs/metrics-codec.js';
import { predictionsCodec } from '../codecs/predictions-codec.js';
import { duplicateNodeType } from '../diagnostics/messages.js';
import type { Problem } from '../diagnostics/problem.js';
import type { Span } from '../diagnostics/span.js';
import type { LoadedPlugin, RegisteredNode, Registry } from './registry.js';

/** Gathers what plugins bring. `spanOf` says where the YAML names a plugin. */
export function createRegistry(
  plugins: readonly LoadedPlugin[],
  spanOf: (plugin: string) => Span | undefined = () => undefined,
): Registry & { readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const nodes = new Map<string, RegisteredNode>();
  const components = new Map<string, Map<string, AnyComponent>>();
  const codecs = new Map<PortKind, () => Promise<Codec<unknown>>>([
    ['files', async () => filesCodec as Codec<unknown>],
    ['metrics', async () => metricsCodec as Codec<unknown>],
    ['predictions', async () => predictionsCodec as Codec<unknown>],
  ]);
  for (const from of plugins) {
    for (const nodeClass of from.plugin.nodes ?? []) {
      const type = nodeTypeOf(nodeClass) as string;
      const other = nodes.get(type);
      if (other) problems.push(duplicateNodeType(spanOf(from.name), type, other.from.name, from.name));
      else nodes.set(type, { type, nodeClass, from });
    }
    for (const component of from.plugin.components ?? []) {
      const ofKind = components.get(component.kind) ?? new Map<string, AnyComponent>();
      components.set(component.kind, ofKind.set(component.type, component));
    }
    for (const [kind, load] of Object.entries(from.plugin.codecs ?? {})) {
      codecs.set(kind as PortKind, load as () => Promise<Codec<unknown>>);
    }
  }
  return {
    plugins,
    nodes,
    renamed: new Map(plugins.flatMap((from) => Object.entries(from.plugin.renamed ?? {}))),
    components,
    resources: plugins.flatMap((from) => from.plugin.resources ?? []),
    problems,
    codec: async (kind) => codecs.get(kind)?.(),
    listeners: async (context) => {
      const factories = plugins.flatMap((from) => from.plugin.listeners ?? []);
      const listeners = await Promise.all(factories.map((factory) => factory(context)));
      return listeners.filter((listener) => listener !== undefined);
    },
    createContainer: () => createContainer(plugins, nodes),
  };
}

function createContainer(plugins: readonly LoadedPlugin[], nodes: ReadonlyMap<string, RegisteredNode>): Container {
  const container = new Container();
  for (const { plugin } of plugins) if (plugin.services) container.load(new ContainerModule(plugin.services));
  for (const { nodeClass } of nodes.values()) container.bind(nodeClass).toSelf().inTransientScope();
  return container;
}

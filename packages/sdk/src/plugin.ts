import type { ContainerModuleLoadOptions, Newable } from 'inversify';
import type { Codec } from './codec.js';
import type { AnyComponent } from './component.js';
import type { ListenerContext, RunListener } from './events.js';
import type { HeldResource } from './held-resource.js';
import { nodeWithoutDecorator, pluginWithoutName } from './messages.js';
import type { NodeStatics } from './node.js';
import { nodeTypeOf } from './node.js';
import type { PortKind, PortKinds } from './port.js';

/** A node class as the plugin host sees it. `@node` has checked it against its own statics. */
export type AnyNodeClass = Newable<object> & NodeStatics;

type CodecLoaders = { readonly [Kind in PortKind]?: () => Promise<Codec<PortKinds[Kind]['value']>> };

export interface PluginDeclaration {
  readonly name: string;
  readonly nodes?: readonly AnyNodeClass[];
  /** New names of node types that the plugin has renamed, by their old ones; errors about an old name give the new one. */
  readonly renamed?: Readonly<Record<string, string>>;
  readonly components?: readonly AnyComponent[];
  /** Loaded when a value of the kind is first stored or read. */
  readonly codecs?: CodecLoaders;
  /** What values hold outside the heap, for the check that no node leaks any. */
  readonly resources?: readonly HeldResource[];
  /** Told of every event of a run. Returns undefined when it has nothing to do, for example without a server. */
  readonly listeners?: readonly ((
    context: ListenerContext,
  ) => RunListener | undefined | Promise<RunListener | undefined>)[];
  /** Binds services of the plugin's own, and may rebind those of the sdk. */
  readonly services?: (options: ContainerModuleLoadOptions) => void;
}

const PLUGIN = Symbol.for('expgraph.plugin');

/** A plugin: what an npm package or a local file exports by default. */
export interface Plugin extends PluginDeclaration {
  readonly [PLUGIN]: true;
}

/** Declares a plugin: `export default plugin({ name: 'robustness', nodes: [LabelNoise] })`. */
export function plugin(declaration: PluginDeclaration): Plugin {
  if (!declaration.name) throw pluginWithoutName();
  for (const nodeClass of declaration.nodes ?? []) {
    if (!nodeTypeOf(nodeClass)) throw nodeWithoutDecorator(declaration.name, nodeClass.name);
  }
  return { ...declaration, [PLUGIN]: true };
}

/** Whether a value is a plugin, whichever copy of the sdk made it. */
export function isPlugin(value: unknown): value is Plugin {
  return typeof value === 'object' && value !== null && PLUGIN in value;
}

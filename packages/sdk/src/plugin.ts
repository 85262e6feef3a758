import type { ContainerModuleLoadOptions, Newable } from 'inversify';
import type { Codec } from './codec.js';
import type { AnyComponent } from './component.js';
import type { ListenerContext, RunListener } from './events.js';
import type { HeldResource } from './held-resource.js';
import { nodeWithoutDecorator, pluginWithoutName } from './messages.js';
import type { NodeStatics } from './node.js';
import { nodeTypeOf } from './node.js';
import type { PortKind, PortKinds } from './port.js';

/** A node class as the plugin host sees it. `@node` has checked it against its static members. */
export type AnyNodeClass = Newable<object> & NodeStatics;

type CodecLoaders = { readonly [Kind in PortKind]?: () => Promise<Codec<PortKinds[Kind]['value']>> };

export interface PluginDeclaration {
  readonly name: string;
  readonly nodes?: readonly AnyNodeClass[];
  /** New names of renamed node types, by old name. The error for an old name gives the new one. */
  readonly renamed?: Readonly<Record<string, string>>;
  readonly components?: readonly AnyComponent[];
  /**
   * Imports of the modules that register the plugin's layer classes with `tf.serialization.registerClass`. They are awaited before a
   * model is built or read from the store: `layers: [() => import('./my-layer.js')]`.
   */
  readonly layers?: readonly (() => Promise<unknown>)[];
  /** Codecs by kind; each is loaded when a value of its kind is first stored or read. */
  readonly codecs?: CodecLoaders;
  /** Resources that values hold outside the heap, for the leak check. */
  readonly resources?: readonly HeldResource[];
  /** Factories of listeners to the events of a run. A factory returns undefined if it has nothing to do, for example without a server. */
  readonly listeners?: readonly ((
    context: ListenerContext,
  ) => RunListener | undefined | Promise<RunListener | undefined>)[];
  /** Binds the plugin's own services, and may rebind those of the sdk. */
  readonly services?: (options: ContainerModuleLoadOptions) => void;
}

const PLUGIN = Symbol.for('expgraph.plugin');

/** A plugin: the default export of an npm package or a local file. */
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

/** Returns true for a plugin that any copy of the sdk created. */
export function isPlugin(value: unknown): value is Plugin {
  return typeof value === 'object' && value !== null && PLUGIN in value;
}

import type {
  AnyComponent,
  AnyNodeClass,
  Codec,
  HeldResource,
  ListenerContext,
  Plugin,
  PortKind,
  RunListener,
} from '@expgraph/sdk';
import type { Container } from '@expgraph/sdk/container';

/** A plugin that has been loaded, with what identifies its code. */
export interface LoadedPlugin {
  readonly plugin: Plugin;
  /** As the YAML or the package names it. */
  readonly name: string;
  readonly version?: string;
  /**
   * Enters the fingerprint of its nodes: `name@version` when installed from a registry, else a hash of the code
   * (a local file's esbuild bundle; the built files of a workspace package).
   */
  readonly codeIdentity: string;
}

export interface RegisteredNode {
  readonly type: string;
  readonly nodeClass: AnyNodeClass;
  readonly from: LoadedPlugin;
}

/** Everything that the loaded plugins bring. */
export interface Registry {
  readonly plugins: readonly LoadedPlugin[];
  readonly nodes: ReadonlyMap<string, RegisteredNode>;
  /** New names of node types, by their old ones. */
  readonly renamed: ReadonlyMap<string, string>;
  /** Components by kind, then by type. */
  readonly components: ReadonlyMap<string, ReadonlyMap<string, AnyComponent>>;
  /** What values may hold outside the heap. */
  readonly resources: readonly HeldResource[];
  /** The codec of a kind of value; undefined for a kind that is rebuilt. */
  codec(kind: PortKind): Promise<Codec<unknown> | undefined>;
  listeners(context: ListenerContext): Promise<readonly RunListener[]>;
  /** A container that holds the plugins' own services and binds every node class in transient scope. */
  createContainer(): Container;
}

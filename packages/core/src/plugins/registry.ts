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

/** A loaded plugin, with the identity of its code. */
export interface LoadedPlugin {
  readonly plugin: Plugin;
  /** Name in the YAML or of the package. */
  readonly name: string;
  readonly version?: string;
  /**
   * Fingerprint input of its nodes: `name@version` if installed from a registry, otherwise a hash of the code
   * (a local file's esbuild bundle; the built files of a workspace package).
   */
  readonly codeIdentity: string;
  /** Path of a local plugin. */
  readonly file?: string;
}

export interface RegisteredNode {
  readonly type: string;
  readonly nodeClass: AnyNodeClass;
  readonly from: LoadedPlugin;
}

/** Nodes, components, codecs, listeners and services of the loaded plugins. */
export interface Registry {
  readonly plugins: readonly LoadedPlugin[];
  readonly nodes: ReadonlyMap<string, RegisteredNode>;
  /** New names of renamed node types, by old name. */
  readonly renamed: ReadonlyMap<string, string>;
  /** Components by kind, then by type. */
  readonly components: ReadonlyMap<string, ReadonlyMap<string, AnyComponent>>;
  /** Resources that values hold outside the heap. */
  readonly resources: readonly HeldResource[];
  /** Returns the codec of a kind of value; undefined for a kind that is rebuilt. */
  codec(kind: PortKind): Promise<Codec<unknown> | undefined>;
  /** Imports the modules that define the plugins' layer classes; needed before a model is read or built. */
  loadLayers(): Promise<void>;
  listeners(context: ListenerContext): Promise<readonly RunListener[]>;
  /** Returns a container with the plugins' services and every node class in transient scope. */
  createContainer(): Container;
}

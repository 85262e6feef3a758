import type { Static, TSchema } from './type.js';

/**
 * The kinds of component, and the type that each creates. `@expgraph/tensorflow` adds `optimizer`, `schedule` and `callback`; a
 * plugin adds a kind by declaration merging.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface ComponentKinds {}

export type ComponentKind = keyof ComponentKinds & string;

/** A component as written in YAML: `{ type: adam, learningRate: 0.001 }`. */
export interface ComponentConfig {
  readonly type: string;
  readonly [option: string]: unknown;
}

/** A configurable part with alternatives: an optimizer, a schedule, a callback. */
export interface Component<Kind extends ComponentKind = ComponentKind, Schema extends TSchema = TSchema> {
  readonly kind: Kind;
  readonly type: string;
  readonly description?: string;
  /** The options besides `type`. */
  readonly config: Schema;
  /** Creates the component for checked options, in which nested components, such as the schedule of an optimizer, are created already. */
  create(config: Static<Schema>): ComponentKinds[Kind] | Promise<ComponentKinds[Kind]>;
}

/** Creates the component of a config. */
export type MakeComponent = <Kind extends ComponentKind>(
  kind: Kind,
  config: ComponentConfig,
) => ComponentKinds[Kind] | Promise<ComponentKinds[Kind]>;

/** A component of any kind and schema, as the plugin host sees it. */
export interface AnyComponent {
  readonly kind: string;
  readonly type: string;
  readonly description?: string;
  readonly config: TSchema;
  create(config: never): unknown;
}

/** Declares a component. Import heavy modules in `create`, not when the plugin is loaded. */
export function component<Kind extends ComponentKind, Schema extends TSchema>(
  declaration: Component<Kind, Schema>,
): Component<Kind, Schema> {
  return declaration;
}

import { injectable, type Newable } from 'inversify';
import 'reflect-metadata';
import type { ComponentConfig, ComponentKind, ComponentKinds } from './component.js';
import { malformedNodeType } from './messages.js';
import type { NamedWeights } from './named-weights.js';
import type { PortSpecs, Ports, PortValues } from './port.js';
import type { Static, TSchema } from './type.js';

/** What a node class declares of itself. */
export interface NodeStatics {
  readonly inputs: Ports;
  readonly outputs: Ports;
  readonly config: TSchema;
  /** One sentence for `expgraph nodes` and the editor. */
  readonly description?: string;
  /** The weights that the node knows by name, for `expgraph weights`. */
  readonly weights?: readonly NamedWeights[];
}

/** What `run` is given. */
export interface Run<N extends NodeStatics> {
  readonly inputs: PortValues<N['inputs']>;
  readonly config: Static<N['config']>;
  /** What identifies the value of each connected input: it differs when anything that the value depends on does. */
  readonly fingerprints: { readonly [Input in keyof N['inputs']]?: string };
  /** Aborted by Ctrl-C: long work stops at it. */
  readonly signal: AbortSignal;
}

/** What `run` returns: a value for each output. */
export type Outputs<N extends NodeStatics> = PortValues<N['outputs']>;

/** What `infer` is given: the specs of the connected inputs, and the config. No data. */
export interface Infer<N extends Pick<NodeStatics, 'inputs' | 'config'>> {
  readonly inputs: PortSpecs<N['inputs']>;
  readonly config: Static<N['config']>;
}

/** Makes a component that a config names, for nodes whose outputs depend on what it says of itself. Nothing heavy is loaded for that. */
export type MakeComponent = <Kind extends ComponentKind>(
  kind: Kind,
  config: ComponentConfig,
) => ComponentKinds[Kind] | Promise<ComponentKinds[Kind]>;

/** What `infer` returns: a spec for each output. */
export type OutputSpecs<N extends Pick<NodeStatics, 'outputs'>> = PortSpecs<N['outputs']>;

/**
 * A node class: its statics, and a `run` that agrees with them.
 * The optional static `infer` gives the outputs' specs before anything runs, and refuses what can not work. Without it, an
 * output of the name and kind of an input has that input's spec, and any other has the spec its port declares.
 */
export type NodeClass<N extends NodeStatics = NodeStatics> = Newable<{
  run(run: Run<N>): Outputs<N> | Promise<Outputs<N>>;
}> &
  NodeStatics & { infer?(infer: Infer<N>, make: MakeComponent): OutputSpecs<N> };

const NODE_TYPE = Symbol.for('expgraph.node-type');

/**
 * Makes a class a node of the given type, `family/kebab-noun` or `kebab-noun`. The class is checked against its own
 * statics by the compiler, and its constructor's services are injected.
 */
export function node(type: string): <N extends NodeStatics & NodeClass<N>>(target: N) => void {
  if (!/^[a-z][a-z0-9-]*(\/[a-z][a-z0-9-]*)?$/.test(type)) throw malformedNodeType(type);
  return function registerNode(target) {
    injectable()(target as unknown as Newable);
    Reflect.defineMetadata(NODE_TYPE, type, target);
  };
}

/** The type given to `@node`, or undefined when the class has none. */
export function nodeTypeOf(target: object): string | undefined {
  return Reflect.getMetadata(NODE_TYPE, target) as string | undefined;
}

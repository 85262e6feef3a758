import { injectable, type Newable } from 'inversify';
import 'reflect-metadata';
import type { MakeComponent } from './component.js';
import { malformedNodeType } from './messages.js';
import type { NamedWeights } from './named-weights.js';
import type { PortSpecs, Ports, PortValues } from './port.js';
import type { Static, TSchema } from './type.js';

/** Static members of a node class. */
export interface NodeStatics {
  readonly inputs: Ports;
  readonly outputs: Ports;
  readonly config: TSchema;
  /** One sentence, shown by `expgraph nodes` and editors. */
  readonly description?: string;
  /** Named weights, listed by `expgraph weights`. */
  readonly weights?: readonly NamedWeights[];
}

/** Argument of `run`. */
export interface Run<N extends NodeStatics> {
  readonly inputs: PortValues<N['inputs']>;
  readonly config: Static<N['config']>;
  /** Fingerprint of each connected input: it changes when anything that the value depends on changes. */
  readonly fingerprints: { readonly [Input in keyof N['inputs']]?: string };
  /** Aborted by Ctrl-C. Long-running nodes check it and stop. */
  readonly signal: AbortSignal;
}

/** Return value of `run`: a value for each output. */
export type Outputs<N extends NodeStatics> = PortValues<N['outputs']>;

/** Argument of `infer`: the specs of the connected inputs and the config, but no data. */
export interface Infer<N extends Pick<NodeStatics, 'inputs' | 'config'>> {
  readonly inputs: PortSpecs<N['inputs']>;
  readonly config: Static<N['config']>;
}

/** Return value of `infer`: a spec for each output. */
export type OutputSpecs<N extends Pick<NodeStatics, 'outputs'>> = PortSpecs<N['outputs']>;

/**
 * A node class: its static members, and a `run` that matches them.
 * The optional static `infer` returns the specs of the outputs before anything runs, and throws on invalid combinations. Without it, an
 * output with the name and kind of an input has the spec of that input; any other output has the spec of its port. `make` creates
 * components whose properties determine the specs; it loads no heavy module.
 */
export type NodeClass<N extends NodeStatics = NodeStatics> = Newable<{
  run(run: Run<N>): Outputs<N> | Promise<Outputs<N>>;
}> &
  NodeStatics & { infer?(infer: Infer<N>, make: MakeComponent): OutputSpecs<N> };

const NODE_TYPE = Symbol.for('expgraph.node-type');

/**
 * Declares a class as a node of the given type, `family/kebab-noun` or `kebab-noun`. The compiler checks the class against its
 * static members; the services in its constructor are injected.
 */
export function node(type: string): <N extends NodeStatics & NodeClass<N>>(target: N) => void {
  if (!/^[a-z][a-z0-9-]*(\/[a-z][a-z0-9-]*)?$/.test(type)) throw malformedNodeType(type);
  return function registerNode(target) {
    injectable()(target as unknown as Newable);
    Reflect.defineMetadata(NODE_TYPE, type, target);
  };
}

/** Returns the type given to `@node`, or undefined for a class without it. */
export function nodeTypeOf(target: object): string | undefined {
  return Reflect.getMetadata(NODE_TYPE, target) as string | undefined;
}

import { type AnyComponent, InternalError, type MakeComponent } from '@expgraph/sdk';
import type { Registry } from './registry.js';

/** Makes components of configs that have been checked. */
export const makeComponent =
  (components: Registry['components']): MakeComponent =>
  (kind, { type, ...options }) => {
    const component: AnyComponent | undefined = components.get(kind)?.get(type);
    if (!component)
      throw new InternalError('EXPGRAPH_COMPONENT_LOST', `The ${kind} "${type}" was checked, and is not there.`);
    return component.create(options as never) as never;
  };

import { type AnyComponent, InternalError, type MakeComponent } from '@expgraph/sdk';
import type { Registry } from './registry.js';

/** Returns a function that creates components of checked configs, and the components nested in them. */
export function makeComponent(components: Registry['components']): MakeComponent {
  const make: MakeComponent = (kind, { type, ...options }) => {
    const component: AnyComponent | undefined = components.get(kind)?.get(type);
    if (!component)
      throw new InternalError(
        'EXPGRAPH_COMPONENT_LOST',
        `The ${kind} "${type}" passed the check but is not registered.`,
      );
    return component.create(options as never, make) as never;
  };
  return make;
}

import { type AnyComponent, InternalError, type MakeComponent } from '@expgraph/sdk';
import { createNested, type NestedSchema } from './create-nested.js';
import type { Registry } from './registry.js';

/** Returns a function that creates components of checked configs, and first the components nested in them. */
export function makeComponent(components: Registry['components']): MakeComponent {
  const make: MakeComponent = (kind, { type, ...options }) => {
    const component: AnyComponent | undefined = components.get(kind)?.get(type);
    if (!component)
      throw new InternalError(
        'EXPGRAPH_COMPONENT_LOST',
        `The ${kind} "${type}" passed the check but is not registered.`,
      );
    const config = createNested(component.config as NestedSchema, options, make);
    return (
      config instanceof Promise
        ? config.then((created) => component.create(created as never))
        : component.create(config as never)
    ) as never;
  };
  return make;
}

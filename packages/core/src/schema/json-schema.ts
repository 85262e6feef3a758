/** The part of JSON schema that nodes' configs use. */
export interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema | readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  /** New names of renamed options, by old name. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** New names of renamed values, by old name. */
  readonly renamedValues?: Readonly<Record<string, string>>;
  readonly [keyword: string]: unknown;
}

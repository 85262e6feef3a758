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
  /** New names of options, by their old ones. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** New names of values, by their old ones. */
  readonly renamedValues?: Readonly<Record<string, string>>;
  readonly [keyword: string]: unknown;
}

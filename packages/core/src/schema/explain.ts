import { suggest, withArticle } from '@expgraph/data/wording';
import { COMPONENT, SOURCE } from '@expgraph/sdk';
import type { ErrorObject } from 'ajv';
import { brief, briefValue } from '../diagnostics/brief.js';
import {
  missingOption,
  renamedOption,
  renamedValue,
  unknownChoice,
  unknownOption,
  wrongOption,
} from '../diagnostics/messages.js';
import type { Problem } from '../diagnostics/problem.js';
import { MAX_PROBLEMS } from '../diagnostics/problem-list.js';
import type { Document, DocumentPath } from '../document/document.js';
import type { JsonSchema } from './json-schema.js';

/** The place of a config in its document, and its name in messages. */
export interface ConfigPlace {
  readonly path: DocumentPath;
  /** For example `the config of node "backbone" (backbone/mobilenet-v2)`. */
  readonly owner: string;
  readonly locate: Document['locate'];
  readonly commentAt?: Document['commentAt'];
}

/** Errors that are examined: a long list of wrong values has one error each. */
const MOST_ERRORS = 1000;

/** Turns ajv's errors into problems: value found and value expected, without errors that another one causes. */
export function explain(all: readonly ErrorObject[], place: ConfigPlace): Problem[] {
  const errors = all.slice(0, MOST_ERRORS);
  const renames = errors.filter((error) => newNameOf(error) !== undefined);
  const unions = errors.filter((error) => error.keyword === 'anyOf').map((error) => error.instancePath);
  const direct = errors.filter((error) => {
    if (renames.includes(error)) return true;
    // An alternative of this union has a renamed option or value: that is the error to report.
    if (renames.some((other) => isWithin(other.instancePath, error.instancePath) && error.keyword === 'anyOf'))
      return false;
    return error.keyword === 'anyOf' || !unions.some((path) => isWithin(error.instancePath, path));
  });
  const misspelled = direct.filter((error) => error.keyword === 'additionalProperties');
  const causes = direct.filter((error) => {
    if (error.keyword !== 'required') return true;
    const missing = error.params.missingProperty as string;
    return !misspelled.some(
      (other) => newNameOf(other) === missing || suggest(other.params.additionalProperty as string, [missing]),
    );
  });
  return once(causes).slice(0, MAX_PROBLEMS).map((error) => problemOf(error, place));
}

const isWithin = (path: string, ancestor: string) => path === ancestor || path.startsWith(`${ancestor}/`);

/** Keeps one error of a renamed option or value: each alternative of a union reports it. */
function once(errors: readonly ErrorObject[]): ErrorObject[] {
  const seen = new Set<string>();
  return errors.filter((error) => {
    const newName = newNameOf(error);
    if (newName === undefined) return true;
    const key = JSON.stringify([error.instancePath, error.params.additionalProperty, newName]);
    return !seen.has(key) && seen.add(key);
  });
}

/** Returns the new name of an option or value that the schema declares as renamed. */
function newNameOf(error: ErrorObject): string | undefined {
  const { renamed, renamedValues } = (error.parentSchema ?? {}) as JsonSchema;
  if (error.keyword === 'additionalProperties') return lookUp(renamed, error.params.additionalProperty as string);
  const isScalar = ['string', 'number', 'boolean'].includes(typeof error.data);
  return isScalar ? lookUp(renamedValues, String(error.data)) : undefined;
}

const lookUp = (names: Readonly<Record<string, string>> | undefined, name: string) =>
  names && Object.hasOwn(names, name) ? names[name] : undefined;

function problemOf(error: ErrorObject, { path, owner, locate, commentAt }: ConfigPlace): Problem {
  const inside = error.instancePath.split('/').slice(1).map(unescapePointer);
  const at = [...path, ...inside];
  const schema = (error.parentSchema ?? {}) as JsonSchema;
  const newName = newNameOf(error);
  if (error.keyword === 'additionalProperties') {
    const key = error.params.additionalProperty as string;
    if (newName !== undefined) return renamedOption(locate([...at, key], 'key'), key, newName, nameOf(inside, owner));
    return unknownOption(locate([...at, key], 'key'), key, nameOf(inside, owner), optionList(schema));
  }
  if (error.keyword === 'required') {
    const key = error.params.missingProperty as string;
    return missingOption(locate(at, 'key'), key, nameOf(inside, owner), schema.properties?.[key]?.description);
  }
  if (newName !== undefined) return renamedValue(locate(at), String(error.data), newName, nameOf(inside, owner));
  const option = inside.length > 0 ? `"${brief(inside.join('.'))}"` : `The ${owner.replace(/^the /, '')}`;
  const found = error.data === null ? 'empty' : briefValue(error.data);
  const comment = error.data === null ? commentAt?.(at) : undefined;
  const details = { description: schema.description, key: inside[inside.length - 1], comment };
  if (error.keyword === 'enum')
    return unknownChoice(locate(at), option, found, (schema.enum ?? []).map(String), details);
  return wrongOption(locate(at), option, found, expected(schema), details);
}

const nameOf = (inside: readonly string[], owner: string) =>
  inside.length > 0 ? `"${brief(inside.join('.'))}" of ${owner}` : owner;

const unescapePointer = (segment: string) => segment.replace(/~1/g, '/').replace(/~0/g, '~');

function optionList({ properties = {}, required = [] }: JsonSchema): string[] {
  const needed = (name: string) => required.includes(name) && properties[name].default === undefined;
  return Object.keys(properties).map((name) => (needed(name) ? `${name} (required)` : name));
}

const WORDS: Readonly<Record<string, string>> = {
  integer: 'a whole number',
  number: 'a number',
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  null: 'nothing',
};

/** Describes the values that a schema allows: `a whole number of 1 or more`. */
export function expected(schema: JsonSchema): string {
  if (schema.anyOf) return schema.anyOf.map(expected).join(', or ');
  if (COMPONENT in schema) return `${withArticle(String(schema[COMPONENT]))}, { type: … }`;
  if (SOURCE in schema) return 'a source: a path, npm:name@version/path or https://…';
  if (schema.enum) return `one of ${schema.enum.map((value) => JSON.stringify(value)).join(', ')}`;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  return [WORDS[schema.type ?? ''] ?? 'another value', limits(schema), items(schema)].filter(Boolean).join(' ');
}

function limits(schema: JsonSchema): string {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, pattern, minLength } = schema;
  const low =
    minimum !== undefined
      ? `${minimum} or more`
      : exclusiveMinimum !== undefined
        ? `more than ${exclusiveMinimum}`
        : '';
  const high =
    maximum !== undefined
      ? `at most ${maximum}`
      : exclusiveMaximum !== undefined
        ? `less than ${exclusiveMaximum}`
        : '';
  if (minimum !== undefined && maximum !== undefined) return `between ${minimum} and ${maximum}`;
  if (low || high) return `of ${[low, high].filter(Boolean).join(' and ')}`;
  if (pattern !== undefined) return `that matches ${pattern}`;
  return minLength ? 'that is not empty' : '';
}

function items({ items: item, minItems, maxItems, type }: JsonSchema): string {
  if (type !== 'array') return '';
  const count =
    minItems === maxItems && minItems !== undefined ? `of ${minItems}` : minItems ? `of at least ${minItems}` : '';
  return [count, item && !Array.isArray(item) ? `(each ${expected(item as JsonSchema)})` : '']
    .filter(Boolean)
    .join(' ');
}

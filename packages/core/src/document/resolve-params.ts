import { circularParam, unknownParam, wrongExpression } from '../diagnostics/messages.js';
import type { Problem } from '../diagnostics/problem.js';
import type { Span } from '../diagnostics/span.js';
import type { DocumentPath } from './document.js';

type Locate = (path: DocumentPath) => Span;
const EXPRESSION = /\$\$\{|\$\{([^}]*)\}/g;

/**
 * Replaces `${params.x}` throughout a document. An expression that is the whole value keeps the param's type, one inside a
 * string becomes text; `$${` stands for `${`. Params may refer to other params.
 */
export function resolveParams(
  root: Record<string, unknown>,
  locate: Locate,
): { resolved: Record<string, unknown>; problems: Problem[] } {
  const problems: Problem[] = [];
  const params = isRecord(root.params) ? root.params : {};
  const names = paramNames(params);

  const readParam = (name: string, path: DocumentPath, chain: readonly string[]): unknown => {
    if (chain.includes(name)) {
      problems.push(circularParam(locate(path), [...chain, name]));
      return undefined;
    }
    const segments = name.split('.');
    const value = segments.reduce<unknown>((part, segment) => (isRecord(part) ? part[segment] : undefined), params);
    if (value === undefined) {
      problems.push(unknownParam(locate(path), name, names));
      return undefined;
    }
    return resolve(value, path, [...chain, name]);
  };

  const resolveText = (text: string, path: DocumentPath, chain: readonly string[]): unknown => {
    const whole = /^\$\{([^}]*)\}$/.exec(text);
    const read = (expression: string) => {
      const name = /^\s*params\.([\w.-]+)\s*$/.exec(expression)?.[1];
      if (name !== undefined) return readParam(name, path, chain);
      problems.push(wrongExpression(locate(path), expression));
      return undefined;
    };
    if (whole) return read(whole[1]);
    return text.replace(EXPRESSION, (match, expression: string | undefined) =>
      expression === undefined ? '${' : asText(read(expression), match),
    );
  };

  const resolve = (value: unknown, path: DocumentPath, chain: readonly string[]): unknown => {
    if (typeof value === 'string') return resolveText(value, path, chain);
    if (Array.isArray(value)) return value.map((item, index) => resolve(item, [...path, index], chain));
    if (!isRecord(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, [...path, key], chain)]));
  };

  return { resolved: resolve(root, [], []) as Record<string, unknown>, problems };
}

const asText = (value: unknown, fallback: string) =>
  value === undefined ? fallback : typeof value === 'object' ? JSON.stringify(value) : String(value);

function paramNames(params: Record<string, unknown>, prefix = ''): string[] {
  return Object.entries(params).flatMap(([name, value]) => [
    prefix + name,
    ...(isRecord(value) ? paramNames(value, `${prefix}${name}.`) : []),
  ]);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

import { circularParam, expandsTooMuch, unknownParam, wrongExpression } from '../diagnostics/messages.js';
import type { ProblemList } from '../diagnostics/problem-list.js';
import type { DocumentPath } from './document.js';
import { ExpansionBudget } from './expansion-budget.js';
import type { Locator } from './locator.js';

const EXPRESSION = /\$\$\{|\$\{([^}]*)\}/g;

/**
 * Replaces `${params.x}` in a document. An expression that is the whole value keeps the param's type, one within a string becomes
 * text; `$${` escapes `${`. Params may refer to other params. Returns undefined if the document exceeds its limits.
 */
export function resolveParams(
  root: Record<string, unknown>,
  locator: Locator,
  problems: ProblemList,
  budget = new ExpansionBudget(),
): Record<string, unknown> | undefined {
  const resolution = new Resolution(root, locator, problems, budget);
  const resolved = resolution.value(root, [], []) as Record<string, unknown>;
  return resolution.stopped ? undefined : resolved;
}

class Resolution {
  private readonly params: Record<string, unknown>;
  /** Created on the first unknown param. */
  private names?: readonly string[];
  stopped = false;

  constructor(
    root: Record<string, unknown>,
    private readonly locator: Locator,
    private readonly problems: ProblemList,
    private readonly budget: ExpansionBudget,
  ) {
    const params = Object.hasOwn(root, 'params') ? root.params : undefined;
    this.params = isRecord(params) ? params : {};
  }

  /** `chain` has the params that are being resolved. */
  value(value: unknown, path: DocumentPath, chain: readonly string[]): unknown {
    // The size of the document itself is limited already; count only the text that params repeat.
    const repeated = chain.length > 0 && typeof value === 'string' ? value.length : 0;
    if (!this.spend(path, path.length + chain.length, repeated)) return undefined;
    if (typeof value === 'string') return this.text(value, path, chain);
    if (Array.isArray(value)) return value.map((item, index) => this.value(item, [...path, index], chain));
    if (!isRecord(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, this.value(item, [...path, key], chain)]),
    );
  }

  private text(text: string, path: DocumentPath, chain: readonly string[]): unknown {
    if (!text.includes('${')) return text;
    const whole = /^\$\{([^}]*)\}$/.exec(text);
    if (whole) return this.expression(whole[1], path, chain);
    return text.replace(EXPRESSION, (match, expression: string | undefined) => {
      if (expression === undefined) return '${';
      const made = asText(this.expression(expression, path, chain), match);
      return this.spend(path, 0, made.length) ? made : '';
    });
  }

  private expression(expression: string, path: DocumentPath, chain: readonly string[]): unknown {
    const name = /^\s*params\.([\w.-]+)\s*$/.exec(expression)?.[1];
    if (name === undefined) {
      this.problems.add(() => wrongExpression(this.locator.locate(path), expression));
      return undefined;
    }
    if (chain.includes(name)) {
      this.problems.add(() => circularParam(this.locator.locate(path), [...chain, name]));
      return undefined;
    }
    const segments = name.split('.');
    this.locator.madeOf(path, segments);
    const value = segments.reduce<unknown>(
      (part, segment) => (isRecord(part) && Object.hasOwn(part, segment) ? part[segment] : undefined),
      this.params,
    );
    if (value === undefined) {
      this.names ??= paramNames(this.params);
      this.problems.add(() => unknownParam(this.locator.locate(path), expression.trim(), this.names ?? []));
      return undefined;
    }
    return this.value(value, path, [...chain, name]);
  }

  private spend(path: DocumentPath, depth: number, characters = 0): boolean {
    if (this.stopped) return false;
    const excess = this.budget.spend(depth, characters);
    if (!excess) return true;
    this.stopped = true;
    this.problems.add(() => expandsTooMuch(this.locator.locate(path), excess));
    return false;
  }
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

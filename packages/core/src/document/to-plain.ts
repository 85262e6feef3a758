import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml';
import {
  circularAnchor,
  duplicateKey,
  expandsTooMuch,
  mergeNeedsMapping,
  unknownAnchor,
  unnamedKey,
} from '../diagnostics/messages.js';
import type { ProblemList } from '../diagnostics/problem-list.js';
import type { Span } from '../diagnostics/span.js';
import type { ExpansionBudget } from './expansion-budget.js';

interface Context {
  readonly problems: ProblemList;
  readonly budget: ExpansionBudget;
  readonly span: (start: number, end: number) => Span;
}

/** Converts YAML to plain data: aliases become copies, `<<` is merged. No value is shared, so that `--set` changes one place. */
export function toPlain(root: Node | null, context: Context): unknown {
  return new Conversion(root, context).value(root, 0);
}

class Conversion {
  private readonly targets = new Map<Alias, Node | undefined>();
  private readonly anchors = new Map<string, Node>();
  /** Collections that are being converted: an alias of one of them would be infinite. */
  private readonly within = new Set<Node>();
  /** The alias that is being expanded; problems inside it are reported once, at the alias. */
  private alias?: Alias;
  private stopped = false;

  constructor(
    root: Node | null,
    private readonly context: Context,
  ) {
    this.resolveAliases(root);
  }

  value(node: Node | null, depth: number): unknown {
    if (this.stopped) return null;
    const text = isScalar(node) && typeof node.value === 'string' ? node.value.length : 0;
    const excess = this.context.budget.spend(depth, this.alias ? text : 0);
    if (excess) {
      this.stopped = true;
      this.context.problems.add(() => expandsTooMuch(this.spanOf(this.alias ?? node), excess));
      return null;
    }
    if (isAlias(node)) return this.aliased(node, depth);
    if (isScalar(node)) return scalarValue(node);
    if (!isMap(node) && !isSeq(node)) return null;
    this.within.add(node);
    const value = isMap(node)
      ? this.mapping(node, depth)
      : node.items.map((item) => this.value(item as Node | null, depth + 1));
    this.within.delete(node);
    return value;
  }

  private aliased(alias: Alias, depth: number): unknown {
    const { problems } = this.context;
    const target = this.targets.get(alias);
    const outer = this.alias;
    if (!target) problems.add(() => unknownAnchor(this.spanOf(alias), alias.source, [...this.anchors.keys()]));
    else if (this.within.has(target)) problems.add(() => circularAnchor(this.spanOf(alias), alias.source));
    if (!target || this.within.has(target)) return null;
    this.alias ??= alias;
    const value = this.value(target, depth);
    this.alias = outer;
    return value;
  }

  private mapping(node: YAMLMap, depth: number): Record<string, unknown> {
    const { problems } = this.context;
    const own = new Map<string, unknown>();
    const merged: unknown[] = [];
    for (const { key, value } of node.items as Pair<Node, Node | null>[]) {
      if (this.stopped || problems.full) break;
      if (isMergeKey(key)) {
        merged.push(...this.mergeSources(key, value, depth));
        continue;
      }
      const scalar = isAlias(key) ? this.targets.get(key) : key;
      if (!isScalar(scalar)) {
        problems.add(() => unnamedKey(this.spanOf(key ?? node)));
        continue;
      }
      const name = String(scalar.value ?? '');
      if (own.has(name) && !this.alias) problems.add(() => duplicateKey(this.spanOf(key), name));
      own.set(name, this.value(value, depth + 1));
    }
    return Object.fromEntries([...merged.reverse().flatMap((source) => Object.entries(source as object)), ...own]);
  }

  /** Returns the mappings of a `<<`: one mapping, or a list of mappings of which the first wins. */
  private mergeSources(key: Node, value: Node | null, depth: number): unknown[] {
    const plain = this.value(value, depth + 1);
    const sources = Array.isArray(plain) ? plain : [plain];
    if (sources.every((source) => typeof source === 'object' && source !== null && !Array.isArray(source)))
      return sources;
    if (!this.context.problems.found.length) this.context.problems.add(() => mergeNeedsMapping(this.spanOf(key)));
    return [];
  }

  private spanOf(node: Node | null | undefined): Span {
    return this.context.span(node?.range?.[0] ?? 0, node?.range?.[1] ?? 1);
  }

  /** Resolves each alias to the nearest anchor of its name before it. */
  private resolveAliases(node: Node | null): void {
    if (isAlias(node)) {
      this.targets.set(node, this.anchors.get(node.source));
      return;
    }
    if (node && 'anchor' in node && node.anchor) this.anchors.set(node.anchor, node);
    if (isSeq(node)) for (const item of node.items) this.resolveAliases(item as Node | null);
    if (!isMap(node)) return;
    for (const { key, value } of node.items) {
      this.resolveAliases(key as Node | null);
      this.resolveAliases(value as Node | null);
    }
  }
}

/** Returns true for a plain `<<`; a quoted one is an ordinary key. */
const isMergeKey = (key: Node | null) => isScalar(key) && key.value === '<<' && key.type === 'PLAIN';

/** Numbers too large for a double stay text, so that messages show the number and not Infinity. */
function scalarValue({ value, source }: Scalar): unknown {
  if (typeof value === 'number' && !Number.isFinite(value) && /\d/.test(source ?? '')) return source;
  return value ?? null;
}

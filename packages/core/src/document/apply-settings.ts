import { unknownSetPath } from '../diagnostics/messages.js';
import type { Problem } from '../diagnostics/problem.js';
import type { Setting } from './setting.js';

/** Below these, a path may add a key: an option of a node, a param. */
const MAY_ADD = [/^params(\.|$)/, /^nodes\.[^.]+\.(config|inputs)(\.|$)/, /^(name|description|seed)$/];

/** Applies settings to a document, in order. */
export function applySettings(root: Record<string, unknown>, settings: readonly Setting[]): Problem[] {
  return settings.flatMap((setting) => applySetting(root, setting) ?? []);
}

function applySetting(root: Record<string, unknown>, setting: Setting): Problem | undefined {
  const { path: segments, value } = setting;
  let target: unknown = root;
  for (const [depth, segment] of segments.entries()) {
    const unknown = (candidates?: readonly string[]) =>
      unknownSetPath(setting.locateSegment(depth), setting.text, segment, candidates);
    const container = target as Record<string, unknown>;
    if (typeof target !== 'object' || target === null) return unknown();
    const path = segments.slice(0, depth + 1).join('.');
    const present = Object.hasOwn(container, segment);
    if (!present && !MAY_ADD.some((pattern) => pattern.test(path))) return unknown(Object.keys(container));
    // A new param would have no effect, so its name is a typing error. A list cannot get new items.
    const isParam = depth === 1 && segments[0] === 'params';
    if (!present && (isParam || Array.isArray(target))) return unknown(Object.keys(container));
    if (depth === segments.length - 1) define(container, segment, value);
    else {
      if (!present) define(container, segment, {});
      target = container[segment];
    }
  }
  return undefined;
}

/** Defines the property, so that `__proto__` is an ordinary key. */
const define = (container: object, key: string, value: unknown) =>
  Object.defineProperty(container, key, { value, enumerable: true, writable: true, configurable: true });

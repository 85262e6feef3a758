import { parse } from 'yaml';
import { malformedSet, unknownSetPath } from '../diagnostics/messages.js';
import type { Problem } from '../diagnostics/problem.js';

/** Below these, a path may name what is not written yet: an option of a node, a param. */
const MAY_ADD = [/^params(\.|$)/, /^nodes\.[^.]+\.(config|inputs)(\.|$)/, /^(name|description|seed)$/];

/** Applies `--set path=value` to a document, in order. Values are YAML. */
export function applySettings(root: Record<string, unknown>, settings: readonly string[]): Problem[] {
  return settings.flatMap((setting) => applySetting(root, setting) ?? []);
}

function applySetting(root: Record<string, unknown>, setting: string): Problem | undefined {
  const match = /^([^=]+)=(.*)$/s.exec(setting);
  if (!match) return malformedSet(setting);
  let value: unknown;
  try {
    value = parse(match[2]);
  } catch {
    value = match[2];
  }
  const segments = match[1].trim().split('.');
  let target: unknown = root;
  for (const [depth, segment] of segments.entries()) {
    const container = target as Record<string, unknown>;
    if (typeof target !== 'object' || target === null) return unknownSetPath(setting, segment);
    const path = segments.slice(0, depth + 1).join('.');
    const present = Object.hasOwn(container, segment);
    if (!present && !MAY_ADD.some((pattern) => pattern.test(path)))
      return unknownSetPath(setting, segment, Object.keys(container));
    // A param that does not exist is a slip of the pen: nothing would read it.
    if (!present && depth === 1 && segments[0] === 'params')
      return unknownSetPath(setting, segment, Object.keys(container));
    if (depth === segments.length - 1) container[segment] = value;
    else {
      if (!present) container[segment] = {};
      target = container[segment];
    }
  }
  return undefined;
}

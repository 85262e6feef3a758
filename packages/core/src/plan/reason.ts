import type { FingerprintInputs } from './fingerprint-inputs.js';

/** Returns why a node runs, from the differences to the fingerprint inputs of its last run. */
export function reasonToRun(
  now: FingerprintInputs,
  before: FingerprintInputs | undefined,
  running: ReadonlySet<string>,
  inputs: Readonly<Record<string, { readonly node: string }>>,
): string {
  const upstream = Object.entries(inputs).find(([, { node }]) => running.has(node));
  if (!before) return 'never ran';
  const changed = [...new Set([...Object.keys(now), ...Object.keys(before)])].filter(
    (name) => now[name] !== before[name],
  );
  const own = changed.filter((name) => !name.startsWith('input "'));
  if (own.length > 0) return own.map((name) => describe(name, before[name], now[name])).join('; ');
  if (upstream) return `its input "${upstream[0]}" changes: ${upstream[1].node} runs`;
  if (changed.length > 0) return changed.map((name) => `${name} changed`).join('; ');
  return 'its outputs are no longer in the store';
}

function describe(name: string, before: string | undefined, now: string | undefined): string {
  if (name.startsWith('code of ') || name.startsWith('content of ')) return `${name} changed`;
  const [path, was, is] = narrow(name, parse(before), parse(now));
  return `${path}: ${show(was)} → ${show(is)}`;
}

/** Returns the only changed part of a mapping, if it is the only one. */
function narrow(path: string, was: unknown, is: unknown): [string, unknown, unknown] {
  if (!isRecord(was) || !isRecord(is)) return [path, was, is];
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  const changed = keys.filter((key) => JSON.stringify(was[key]) !== JSON.stringify(is[key]));
  return changed.length === 1 ? narrow(`${path}.${changed[0]}`, was[changed[0]], is[changed[0]]) : [path, was, is];
}

function parse(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const show = (value: unknown) => {
  const text = value === undefined ? 'unset' : typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};

import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inexactVersion, malformedNpm, malformedUrl, unknownScheme } from './messages.js';

/** Where data or weights come from. */
export type Source =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'https'; readonly url: string; readonly sha256?: string }
  | { readonly kind: 'npm'; readonly name: string; readonly version: string; readonly subpath: string };

const EXACT_VERSION = /^\d+\.\d+\.\d+(-[\w.-]+)?(\+[\w.-]+)?$/;

/**
 * Reads a source: a path, `file:path`, `https://host/path#sha256=…` or `npm:name@version/path`.
 * @throws SourceError
 */
export function parseSource(text: string, baseFolder: string): Source {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(text)?.[1].toLowerCase();
  if (scheme === undefined) return { kind: 'file', path: resolve(baseFolder, text) };
  if (scheme === 'file') return { kind: 'file', path: filePath(text, baseFolder) };
  if (scheme === 'npm') return parseNpm(text);
  if (scheme === 'https' || scheme === 'http') return parseUrl(text);
  throw unknownScheme(text, scheme);
}

const filePath = (text: string, baseFolder: string) =>
  text.startsWith('file://') ? fileURLToPath(text) : resolve(baseFolder, text.slice('file:'.length));

function parseNpm(text: string): Source {
  const match = /^npm:((?:@[\w.-]+\/)?[\w.-]+)(?:@([^/]*))?(?:\/(.*))?$/.exec(text);
  if (!match) throw malformedNpm(text);
  const [, name, version, subpath = ''] = match;
  if (version === undefined || !EXACT_VERSION.test(version)) throw inexactVersion(name, version);
  if (subpath.split('/').includes('..')) throw malformedNpm(text);
  return { kind: 'npm', name, version, subpath };
}

function parseUrl(text: string): Source {
  const [address, fragment] = text.split('#');
  if (!URL.canParse(address)) throw malformedUrl(text);
  if (fragment === undefined) return { kind: 'https', url: address };
  const sha256 = /^sha256=([0-9a-f]{64})$/i.exec(fragment)?.[1].toLowerCase();
  if (sha256 === undefined) throw malformedUrl(text);
  return { kind: 'https', url: address, sha256 };
}

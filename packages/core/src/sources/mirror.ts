import { malformedMirror } from './messages.js';

/**
 * Returns the URL to fetch a URL from. `EXPGRAPH_MIRROR` has pairs `prefix=replacement`, separated by spaces; the first matching prefix
 * is replaced. A file keeps its original URL as its identity: cache, checksum and fingerprint do not change.
 * @throws SourceError if the variable is malformed.
 */
export function mirrored(url: string): string {
  for (const pair of (process.env.EXPGRAPH_MIRROR ?? '').split(/\s+/).filter(Boolean)) {
    const [prefix, replacement, rest] = pair.split('=');
    if (!replacement || rest !== undefined || !URL.canParse(replacement)) throw malformedMirror(pair);
    if (url.startsWith(prefix)) return replacement + url.slice(prefix.length);
  }
  return url;
}

import { homedir } from 'node:os';
import { join } from 'node:path';

/** Returns the folder of what expgraph caches per user (downloads, the native backend). `EXPGRAPH_CACHE` changes it. */
export function cacheFolder(): string {
  const { EXPGRAPH_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (EXPGRAPH_CACHE) return EXPGRAPH_CACHE;
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'expgraph');
  if (process.platform === 'win32') return join(LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'expgraph');
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'expgraph');
}

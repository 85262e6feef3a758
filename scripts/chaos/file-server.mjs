import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { FILES } from './experiment.mjs';

const PIECE = 50_000;
const PAUSE_MS = 10;

/** Serves the files of the experiment slowly, with ETags and ranges. */
export async function serveFiles() {
  const server = createServer(async (request, response) => {
    const name = request.url.slice(1);
    const content = FILES.get(name);
    const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const range = { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` };
    const headers = { etag: `"${name}"`, 'content-length': content.length - start, ...(start > 0 && range) };
    response.writeHead(start > 0 ? 206 : 200, headers);
    for (let from = start; from < content.length && !response.destroyed; from += PIECE) {
      response.write(content.subarray(from, from + PIECE));
      await delay(PAUSE_MS);
    }
    response.end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  return {
    address: `http://127.0.0.1:${port}/`,
    close: () => server.closeAllConnections() ?? server.close(),
  };
}

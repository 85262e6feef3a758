import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Default paths of Chromium; EXPGRAPH_CHROMIUM overrides them. */
const PLACES = [
  process.env.EXPGRAPH_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

export const CHROMIUM = PLACES.find((path) => path !== undefined && existsSync(path));

/** Disables the browser's own network access. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface OpenPage {
  readonly page: Page;
  close(): Promise<void>;
}

/**
 * Opens an empty page in a headless Chromium, from a server on the loopback interface that serves the files of a
 * folder.
 */
export async function openPage(folder: string): Promise<OpenPage> {
  const server = createServer(async ({ url = '/' }, response) => {
    const content =
      url === '/' ? '<!doctype html><title>test</title>' : await readFile(join(folder, url)).catch(() => undefined);
    response.writeHead(content === undefined ? 404 : 200, {
      'content-type': url === '/' ? 'text/html' : 'application/octet-stream',
    });
    response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  let browser: Browser | undefined;
  const close = async () => {
    await browser?.close();
    await new Promise((resolve) => server.close(resolve));
  };
  try {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return { page, close };
  } catch (error) {
    await close();
    throw error;
  }
}

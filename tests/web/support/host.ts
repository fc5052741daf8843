/** Other people's pages, on an origin of their own: dist/ lies under /bpeek/ there. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';

const dist = new URL('../../../dist/', import.meta.url);

const types: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
};

async function fileOf(path: string): Promise<HostPage | undefined> {
  const content = await readFile(new URL(path, dist)).catch(() => undefined);
  const type = types[extname(path)] ?? 'application/octet-stream';
  return content && { html: content, headers: { 'Content-Type': type } };
}

export interface HostPage {
  html: string | Buffer;
  headers?: Record<string, string>;
}

export interface Host {
  /** Without a slash at its end. */
  address: string;
  close: () => void;
}

/** Serves these pages by path, and bpeek under /bpeek/. */
export async function startHost(pages: Record<string, HostPage>): Promise<Host> {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url!, 'http://localhost');
    const page = pages[pathname] ?? (await fileOf(pathname.replace('/bpeek/', './')));
    if (!page) {
      response.writeHead(pathname === '/favicon.ico' ? 204 : 404).end();
      return;
    }
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', ...page.headers });
    response.end(page.html);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://localhost:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

// Serves dist/ on http://localhost:5173, or on the port that PORT names.
// The tests start it too, on a port of the system's choice.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));

const types = {
  '.bpeek': 'application/octet-stream',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ts': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

// Kept by browsers for good. All else is kept as well, but asked for each time whether it has changed.
const hashed = /^\/(assets|parts|texts|widget)\/[^/]+-[\w-]{8}\.[a-z.]+$/;

/**
 * Serves a folder's files on localhost; port 0 means any free one. Resolves to
 * the server once it listens.
 */
export function serve(port, folder = dist) {
  const server = createServer((request, response) => {
    answer(folder, request, response).catch((error) => {
      console.error(`bpeek: ${request.url}: ${error.message}`);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, 'localhost', () => resolve(server));
  });
}

/** The address under which a server's files are. */
export function address(server) {
  return `http://localhost:${server.address().port}/`;
}

async function answer(folder, request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    return;
  }
  const file = fileOf(folder, request.url);
  const found = file && (await stat(file).catch(absent));
  if (!found?.isFile()) {
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end('There is no such file.\n');
    return;
  }
  // Pages of other origins may import the library and the widget.
  const tag = `"${found.size}-${found.mtimeMs}"`;
  const headers = {
    'Cache-Control': hashed.test(request.url) ? 'max-age=31536000, immutable' : 'no-cache',
    ETag: tag,
    'Access-Control-Allow-Origin': '*',
  };
  if (request.headers['if-none-match'] === tag) {
    response.writeHead(304, headers).end();
    return;
  }
  response.writeHead(200, {
    ...headers,
    'Content-Type': types[extname(file)] ?? 'application/octet-stream',
    'Content-Length': found.size,
  });
  if (request.method === 'HEAD') response.end();
  else
    createReadStream(file)
      .on('error', () => response.destroy())
      .pipe(response);
}

// The URL parser takes "." and ".." out, also when they are written as %2e;
// what is still left of them after decoding is refused.
function fileOf(folder, url) {
  const { pathname } = new URL(url, 'http://localhost');
  let path;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  if (path.includes('\0') || path.split(/[/\\]/).includes('..')) return undefined;
  return join(folder, path.endsWith('/') ? `${path}index.html` : path);
}

function absent(error) {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
  throw error;
}

async function main() {
  const port = Number(process.env.PORT ?? 5173);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    console.error(`bpeek: PORT is ${process.env.PORT}, which is no port number (0 to 65535).`);
    process.exitCode = 2;
    return;
  }
  try {
    console.log(`bpeek is at ${address(await serve(port))}`);
  } catch (error) {
    if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error;
    const why = error.code === 'EACCES' ? 'needs more rights' : 'is taken by another program';
    console.error(`bpeek: port ${port} ${why}. Choose another: PORT=5174 npm start`);
    process.exitCode = 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();

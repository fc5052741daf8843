/** Serves a folder's files as web/serve.mjs does. */
import type { Server } from 'node:http';

interface Serve {
  serve(port: number, folder: string): Promise<Server>;
  address(server: Server): string;
}

export interface ServedFolder {
  /** With a slash at its end. */
  readonly address: string;
  close(): void;
}

export async function serveFolder(folder: string): Promise<ServedFolder> {
  const path = new URL('../../../web/serve.mjs', import.meta.url).href;
  const { serve, address } = (await import(/* @vite-ignore */ path)) as Serve;
  const server = await serve(0, folder);
  return {
    address: address(server),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

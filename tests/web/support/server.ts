/** The page's own server, as `npm start` runs it, on a free port. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface PageServer {
  address: string;
  close: () => void;
}

const script = fileURLToPath(new URL('../../../web/serve.mjs', import.meta.url));

/** Ends the server with the process that has started it, however that ends. */
const endWithParent = 'data:text/javascript,process.once("disconnect",()=>process.exit())';

export async function startServer(): Promise<PageServer> {
  const server: ChildProcess = spawn(process.execPath, ['--import', endWithParent, script], {
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const [said] = (await once(server.stdout!, 'data')) as [Buffer];
  const address = /http:\S+/.exec(String(said))?.[0];
  if (!address) throw new Error(`the server says no address: ${said}`);
  return { address, close: () => server.kill() };
}

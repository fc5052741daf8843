/** Workers as browsers have them and as Node has them: the few things that differ. */
import { BpeekError } from './errors.ts';
import { isNode, nodeModule } from './node.ts';

/** A worker, from outside. */
export interface WorkerThread<Out> {
  /** @throws A DOMException if the message holds what can't be sent. */
  post(message: Out): void;
  /** Stops it, whatever it is doing. */
  end(): void;
  /** Whether a Node process should wait for it. */
  keepProcess(yes: boolean): void;
}

export interface Listener<In> {
  onMessage(message: In): void;
  /** It did not start, or something in it went wrong that should not. */
  onFailure(error: BpeekError): void;
}

/** The client, from inside a worker. */
export interface Client<In, Out> {
  post(message: Out, transfer?: ArrayBuffer[]): void;
  listen(onMessage: (message: In) => void): void;
}

/** Starts a worker: dist/worker.js, which is at `source`, or what `source` makes. */
export async function startThread<In, Out>(
  listener: Listener<In>,
  source: URL | (() => Worker),
): Promise<WorkerThread<Out>> {
  try {
    if (source instanceof URL && isNode()) {
      const { Worker: NodeWorker } = await nodeModule('worker_threads');
      return startInNode(listener, source, NodeWorker);
    }
    const worker = source instanceof URL ? startInBrowser(source) : source();
    return listenTo(worker, listener, source);
  } catch (cause) {
    throw startFailure(source, cause instanceof Error ? cause.message : String(cause));
  }
}

function listenTo<In, Out>(
  worker: Worker,
  listener: Listener<In>,
  source: URL | (() => Worker),
): WorkerThread<Out> {
  worker.addEventListener('message', ({ data }: MessageEvent<In>) => listener.onMessage(data));
  worker.addEventListener('error', (event) => {
    const { message } = event;
    // Without a message it is the script that did not load.
    listener.onFailure(
      message ? new BpeekError('engine', `The worker failed: ${message}.`) : startFailure(source),
    );
  });
  return {
    post: (message) => worker.postMessage(message),
    end: () => worker.terminate(),
    keepProcess() {
      // A page needs no telling.
    },
  };
}

function startInBrowser(url: URL): Worker {
  const options = { type: 'module', name: 'bpeek' } as const;
  if (url.origin === location.origin) return new Worker(url, options);
  // A worker's script must be of the page's own origin; what it imports need not be.
  const code = new Blob([`import ${JSON.stringify(url.href)};`], { type: 'text/javascript' });
  const address = URL.createObjectURL(code);
  const worker = new Worker(address, options);
  // Any message means that the script has been read.
  const forget = () => URL.revokeObjectURL(address);
  worker.addEventListener('message', forget, { once: true });
  worker.addEventListener('error', forget, { once: true });
  return worker;
}

function startInNode<In, Out>(
  listener: Listener<In>,
  url: URL,
  NodeWorker: typeof import('node:worker_threads').Worker,
): WorkerThread<Out> {
  const worker = new NodeWorker(url, { execArgv: [] });
  worker.on('message', (message: In) => listener.onMessage(message));
  worker.on('error', (error) => listener.onFailure(startFailure(url, error.message)));
  return {
    post: (message) => worker.postMessage(message),
    end: () => void worker.terminate(),
    keepProcess: (yes) => (yes ? worker.ref() : worker.unref()),
  };
}

function startFailure(source: URL | (() => Worker), reason?: string): BpeekError {
  const which = source instanceof URL ? ` ${source}` : '';
  return new BpeekError(
    'engine',
    `The worker${which} does not start${reason ? ` (${reason})` : ''}. Check that ` +
      'the file is on the server and that worker-src of the Content-Security-Policy allows it.',
  );
}

/**
 * To be called in a worker: gives the client to `start`. In a browser it does so at once, since
 * messages that nobody listens to are lost there; and nothing waits at the top level, since
 * bundlers that copy worker.js take it for a script.
 */
export function clientOfThisWorker<In, Out>(start: (client: Client<In, Out>) => void): void {
  if (isNode()) {
    void nodeModule('worker_threads').then(({ parentPort }) => {
      start({
        post: (message, transfer = []) => parentPort?.postMessage(message, transfer),
        listen: (onMessage) => parentPort?.on('message', onMessage),
      });
    });
    return;
  }
  start({
    post: (message, transfer = []) => postMessage(message, { transfer }),
    listen: (onMessage) =>
      addEventListener('message', ({ data }: MessageEvent<In>) => onMessage(data)),
  });
}

import { Abi } from './abi.ts';
import { asset } from './assets.ts';
import { BpeekError } from './errors.ts';
import { fetchBytes, fetchResponse, isNodeFile } from './fetch.ts';
import { hasVectors } from './vectors.ts';

let started: Promise<Abi> | undefined;
let ready: Abi | undefined;

/** The engine of this realm (page, worker or process), started at the first call. */
export function engine(): Promise<Abi> {
  if (!started) {
    const starting = start();
    started = starting;
    starting.then(
      (abi) => {
        ready = abi;
      },
      () => {
        // The next call tries again; this error goes to whoever waits for it.
        if (started === starting) started = undefined;
      },
    );
  }
  return started;
}

/** The engine, if it has been started; for what can't wait. */
export function startedEngine(): Abi {
  if (ready) return ready;
  throw new BpeekError(
    'engine',
    'The engine is not there yet. Use `await Trainer.create(...)`, or load a tokenizer before.',
  );
}

async function start(): Promise<Abi> {
  if (typeof WebAssembly !== 'object') {
    throw new BpeekError('engine', 'This browser has no WebAssembly, which bpeek needs.');
  }
  const file = hasVectors() ? 'bpeek.wasm' : 'bpeek-scalar.wasm';
  const { url, advice } = asset(file);
  const what = `the engine ${file}`;
  if (isNodeFile(url)) {
    return instantiate(WebAssembly.instantiate, await fetchBytes(url, what, { advice }));
  }
  const response = await fetchResponse(url, what, { advice });
  // Only a response of this type may be compiled while it arrives.
  const type = response.headers.get('content-type') ?? '';
  return /^application\/wasm\b/i.test(type)
    ? instantiate(WebAssembly.instantiateStreaming, response)
    : instantiate(WebAssembly.instantiate, new Uint8Array(await response.arrayBuffer()));
}

async function instantiate<T>(
  how: (source: T) => Promise<WebAssembly.WebAssemblyInstantiatedSource>,
  source: T,
): Promise<Abi> {
  let instance: WebAssembly.Instance;
  try {
    ({ instance } = await how(source));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BpeekError(
      'engine',
      `The engine bpeek.wasm does not start (${reason}). Under a Content-Security-Policy ` +
        "script-src needs 'wasm-unsafe-eval'; otherwise update the browser.",
      { cause },
    );
  }
  return new Abi(instance);
}

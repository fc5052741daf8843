// The entry of the script that measures inside a page; bundled by chromium.mjs.
import { init, Tiktoken } from 'tiktoken/init';
import tiktokenWasm from 'tiktoken/tiktoken_bg.wasm?url';
import { firstCall, warm } from './contest.mjs';
import { able } from './peers.mjs';

const read = async (url) => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
};

const place = {
  dist: new URL('/dist/', location.href).href,
  read,
  async tiktoken() {
    const bytes = await read(new URL(tiktokenWasm, import.meta.url));
    await init((imports) => WebAssembly.instantiate(bytes, imports));
    return Tiktoken;
  },
};

window.bench = {
  warm: (request) => warm(able(request.encoding), place, request),
  firstCall: (request) =>
    firstCall(
      able(request.encoding).find(({ name }) => name === request.peer),
      place,
      request,
    ),
};

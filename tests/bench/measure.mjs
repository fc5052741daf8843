// A process that measures: takes one request as a message, and answers with one.
//
// warm: all peers in one process, in turn.
// cold: one peer, one text, in a process of its own: load, then the first call, and memory.
// native: the command's code and `tokenizers`, in turn.
// train: all trainers in one process, in turn.
// worst, edits, paste: bpeek alone.
import { firstCall, warm } from './contest.mjs';
import { edits, paste } from './edits.mjs';
import { watchMemories } from './memories.mjs';
import { native } from './native-contest.mjs';
import { place } from './node-place.mjs';
import { able } from './peers.mjs';
import { train } from './trainers.mjs';
import { worst } from './worst-inputs.mjs';

const kinds = {
  warm: (request) => warm(able(request.encoding), place, request),
  cold,
  native,
  train,
  worst,
  edits,
  paste,
};

function resident() {
  global.gc?.();
  return process.memoryUsage().rss;
}

async function cold({ peer: name, encoding, text, large }) {
  const wasm = watchMemories();
  const peer = able(encoding).find((candidate) => candidate.name === name);
  const memory = {};
  const { loadMs, firstMs, tokenizer } = await firstCall(
    peer,
    place,
    { encoding, text },
    (when) => {
      memory[when] = { resident: resident(), wasm: wasm() };
    },
  );
  if (large !== undefined) tokenizer.encode(large);
  return {
    loadMs,
    firstMs,
    residentLoaded: memory.loaded.resident - memory.opened.resident,
    wasmLoaded: memory.loaded.wasm - memory.opened.wasm,
    residentLarge: resident() - memory.opened.resident,
    wasmLarge: wasm() - memory.opened.wasm,
  };
}

process.once('message', async (request) => {
  const answer = await kinds[request.kind](request);
  process.send(answer, () => process.disconnect());
});

// Who trains: the npm package `tokenizers` with one thread, bpeek natively and bpeek in WebAssembly.
// All with GPT-2's split pattern, which `tokenizers` has built in; its files are read by itself.
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { watchMemories } from './memories.mjs';
import { median, takeTurns, timed } from './turns.mjs';

const require = createRequire(import.meta.url);
const dist = new URL('../../dist/', import.meta.url);
const PROGRAM = fileURLToPath(new URL('../../core/build/gcc/tests/bench/train', import.meta.url));

/** Its own trainer can't be set up from Node: it goes for 30,000 tokens. */
function peerTrains(file) {
  const { BPE, Tokenizer, byteLevelPreTokenizer } = require('tokenizers');
  const tokenizer = new Tokenizer(BPE.empty());
  tokenizer.setPreTokenizer(byteLevelPreTokenizer(false));
  tokenizer.train([file]);
  return tokenizer;
}

async function peerContestant(file) {
  const saved = `${file}.json`;
  peerTrains(file).save(saved);
  const { model } = JSON.parse(await readFile(saved, 'utf8'));
  const merges = model.merges.length;
  return { name: 'tokenizers', merges, time: () => timed(() => peerTrains(file)) };
}

function nativeContestant(file, merges, pattern) {
  const contestant = { name: 'bpeek, native', time };
  function time() {
    const { status, stdout, stderr } = spawnSync(PROGRAM, [file, `${256 + merges}`, pattern], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`${PROGRAM}: ${stderr}`);
    const [ms, done, most] = stdout.split(' ').map(Number);
    Object.assign(contestant, { merges: done, memory: most });
    return ms;
  }
  return contestant;
}

/** Its memory is all that the engine has in the end: none of it is ever given back. */
async function wasmContestant(file, merges) {
  const memory = watchMemories();
  const { Trainer, configure } = await import(new URL('index.js', dist).href);
  configure({ base: dist });
  const text = await readFile(file, 'utf8');
  (await Trainer.create('a', { vocabSize: 256 })).free();
  const contestant = {
    name: 'bpeek, WebAssembly',
    time: () =>
      timed(() => {
        const trainer = new Trainer(text, { vocabSize: 256 + merges, pattern: 'gpt2' });
        const { mergeCount } = trainer.step(Number.POSITIVE_INFINITY);
        trainer.finish().free();
        trainer.free();
        Object.assign(contestant, { merges: mergeCount, memory: memory() });
      }),
  };
  return contestant;
}

/** Answers a request { file, pattern, merges }; without merges it is as many as the peer makes. */
export async function train({ file, pattern, merges }) {
  const peer = merges === undefined ? [await peerContestant(file)] : [];
  const wanted = merges ?? peer[0].merges;
  const contestants = [
    ...peer,
    nativeContestant(file, wanted, pattern),
    await wasmContestant(file, wanted),
  ];
  const times = await takeTurns(contestants);
  return contestants.map(({ name, merges, memory }) => ({
    name,
    merges,
    memory,
    first: times.get(name)[0],
    median: median(times.get(name)),
    runs: times.get(name).length,
  }));
}

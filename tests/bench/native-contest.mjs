// Encoding natively: the command's code, and the npm package `tokenizers` on one thread.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { place } from './node-place.mjs';
import { median, takeTurns } from './turns.mjs';

const require = createRequire(import.meta.url);
const PROGRAM = fileURLToPath(new URL('../../core/build/gcc/tests/bench/encode', import.meta.url));
const SECONDS = 3;

/** FNV-1a over ids, as encode.c has it. */
function hashOf(ids) {
  let hash = 2166136261;
  for (const id of ids) hash = Math.imul(hash ^ id, 16777619) >>> 0;
  return hash;
}

function runProgram(encoding, file) {
  const model = fileURLToPath(new URL(`encodings/${encoding}.bpeek`, place.dist));
  const { status, stdout, stderr } = spawnSync(PROGRAM, [model, file], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${PROGRAM}: ${stderr}`);
  const [first, warm, count, hash] = stdout.split(' ').map(Number);
  return { first, warm, count, hash };
}

/** Answers { encoding, file }; each turn of bpeek is a process with a first and a second call. */
export async function native({ encoding, file }) {
  const { Tokenizer, configure } = await import(new URL('index.js', place.dist).href);
  configure({ base: new URL(place.dist) });
  const source = await Tokenizer.load(encoding);
  const peer = require('tokenizers').Tokenizer.fromString(await source.toTokenizerJson());
  const text = readFileSync(file, 'utf8');
  const encode = () => peer.encode(text, null, { addSpecialTokens: false });
  const { count, hash } = runProgram(encoding, file);
  const ids = (await encode()).getIds();
  const isSame = ids.length === count && hashOf(ids) === hash;
  const firsts = [];
  const times = await takeTurns(
    [
      {
        name: 'bpeek',
        time: () => {
          const { first, warm } = runProgram(encoding, file);
          firsts.push(first);
          return warm;
        },
      },
      {
        name: 'tokenizers',
        time: async () => {
          const start = performance.now();
          await encode();
          return performance.now() - start;
        },
      },
    ],
    SECONDS,
  );
  return {
    isSame,
    first: median(firsts),
    warm: median(times.get('bpeek')),
    peer: median(times.get('tokenizers')),
    runs: times.get('tokenizers').length,
  };
}

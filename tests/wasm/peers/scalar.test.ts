/** The engine without SIMD gives what the one with it gives, which is compared with references. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Abi } from '../../../wasm/abi.ts';
import { specialPolicy } from '../../../wasm/special.ts';
import { excerpt } from '../support/compare.ts';
import { freshEngine, readDist } from '../support/dist.ts';
import { hurtfulText, seed } from '../support/strings.ts';
import { packageSources, udhrTexts } from '../support/texts.ts';

const policy = specialPolicy('literal', new Map());

async function encoderOf(abi: Abi, name: string) {
  const model = abi.loadBpeek(await readDist(`encodings/${name}.bpeek`));
  const encoder = abi.newEncoder(model);
  return (text: string) => abi.tokens(encoder, text, policy, 'utf16');
}

test.each(['gpt2', 'cl100k_base', 'o200k_base', 'llama3', 'llama2'])(
  '%s without SIMD as with it',
  async (name) => {
    const fast = await encoderOf((await freshEngine()).abi, name);
    const scalar = await encoderOf((await freshEngine('bpeek-scalar.wasm')).abi, name);
    const texts = [
      ...udhrTexts().map(({ text }) => text.slice(0, 1500)),
      ...packageSources().map(({ text }) => text.slice(0, 30_000)),
      ...fc.sample(hurtfulText, { seed, numRuns: 1000 }),
    ];
    for (const text of texts) {
      const expected = fast(text);
      const actual = scalar(text);
      for (const part of ['ids', 'begins', 'ends', 'pieceEnds'] as const) {
        if (Buffer.compare(bytesOf(actual[part]), bytesOf(expected[part])) !== 0) {
          expect.fail(`${part} of ${excerpt(text)}`);
        }
      }
    }
  },
);

function bytesOf(words: Uint32Array): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
}

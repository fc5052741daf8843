/** The engine's memory: it grows, is given back, runs out, and nothing of it escapes. */
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test, vi } from 'vitest';
import { Abi } from '../../wasm/abi.ts';
import { BpeekError, Tokenizer } from '../../wasm/index.ts';
import { dist, freshEngine, readDist } from './support/dist.ts';

const literal = { mode: 1, parsed: new Uint32Array(0) };

async function freshTokenizer() {
  const { abi, exports } = await freshEngine();
  const model = abi.loadBpeek(await readDist('encodings/gpt2.bpeek'));
  return { abi, exports, model, encoder: abi.newEncoder(model) };
}

test('results are the same while and after the memory grows', async () => {
  const { abi, exports, encoder, model } = await freshTokenizer();
  const kept = abi.tokens(encoder, 'hello world', literal, 'utf16');
  const bytes = abi.tokenBytes(model, 995);
  const before = exports.memory.buffer.byteLength;
  const long = 'hello world '.repeat(2_000_000);
  const ids = abi.encode(encoder, long, literal);
  expect(exports.memory.buffer.byteLength).toBeGreaterThan(before);
  expect(ids.length).toBe(4_000_001);
  expect([...kept.ids]).toEqual([31373, 995]);
  expect([...kept.ends]).toEqual([5, 11]);
  expect(new TextDecoder().decode(bytes)).toBe(' world');
  expect(abi.count(encoder, long, literal)).toBe(ids.length);
  expect(abi.decode(model, ids) === long).toBe(true);
  // Nothing that was handed out is a view of the memory.
  for (const array of [ids, kept.ids, kept.begins, kept.ends, kept.pieceEnds, bytes]) {
    expect(array?.buffer).not.toBe(exports.memory.buffer);
    expect(array?.byteLength).toBe(array?.buffer.byteLength);
  }
});

test('later calls leave earlier results alone', async () => {
  using tokenizer = await Tokenizer.load('gpt2');
  const first = tokenizer.encode('one two three');
  const copy = [...first];
  tokenizer.encode('something else altogether, and longer');
  tokenizer.tokens('something else altogether, and longer');
  expect([...first]).toEqual(copy);
});

test('the same calls again and again take no more memory', async () => {
  const { abi, exports, model, encoder } = await freshTokenizer();
  const file = readFileSync(new URL('encodings/gpt2.bpeek', dist));
  const round = () => {
    const second = abi.loadBpeek(file);
    const itsEncoder = abi.newEncoder(second);
    const ids = abi.encode(itsEncoder, 'hello world '.repeat(100_000), literal);
    abi.decode(second, ids);
    abi.modelParts(second);
    expect(() => abi.encode(encoder, '<|endoftext|>', { ...literal, mode: 0 })).toThrow(BpeekError);
    expect(() => abi.decode(model, Uint32Array.of(50257))).toThrow(BpeekError);
    expect(() => abi.loadBpeek(file.subarray(1))).toThrow(BpeekError);
    abi.freeEncoder(itsEncoder);
    abi.freeModel(second);
  };
  round();
  round();
  const size = exports.memory.buffer.byteLength;
  for (let i = 0; i < 20; i++) round();
  expect(exports.memory.buffer.byteLength).toBe(size);
});

test('when memory runs out that is an error, and the tokenizer lives on', async () => {
  const { abi, exports, model, encoder } = await freshTokenizer();
  const file = await readDist('encodings/gpt2.bpeek');
  const blocks: number[] = [];
  let highest = 0;
  // Ever smaller blocks, until not even these are left.
  for (let size = 2 ** 28; size >= 2 ** 14; size /= 2) {
    for (let at = exports.malloc(size); at !== 0; at = exports.malloc(size)) {
      blocks.push(at >>> 0);
      if (size >= 2 ** 22) highest = Math.max(highest, at >>> 0);
    }
  }
  expect(exports.memory.buffer.byteLength).toBeGreaterThan(2 ** 32 - 2 ** 17);
  const ids = new Uint32Array(100_000);
  for (const call of [
    () => abi.encode(encoder, 'x '.repeat(100_000), literal),
    () => abi.count(encoder, 'x '.repeat(100_000), literal),
    () => abi.decode(model, ids),
    () => abi.loadBpeek(file),
    () => abi.newEncoder(model),
  ]) {
    expect(call).toThrow(expect.objectContaining({ name: 'BpeekError', code: 'no_memory' }));
  }
  // What needs no more than there is still works.
  expect([...abi.encode(encoder, 'hello world', literal)]).toEqual([31373, 995]);
  expect(abi.decode(model, Uint32Array.of(31373, 995))).toBe('hello world');
  // So it does with addresses that 31 bits do not hold.
  expect(highest).toBeGreaterThan(2 ** 31);
  exports.free(highest);
  expect(abi.decode(model, abi.encode(encoder, 'hi '.repeat(10_000), literal))).toBe(
    'hi '.repeat(10_000),
  );
  for (const at of blocks) if (at !== highest) exports.free(at);
  expect(abi.count(encoder, 'x '.repeat(100_000), literal)).toBe(100_001);
});

test('results may be longer than a function takes arguments', async () => {
  using tokenizer = await Tokenizer.load('gpt2');
  const text = '1 '.repeat(1_000_000);
  const ids = tokenizer.encode(text);
  expect(ids.length).toBe(1_000_001);
  expect(tokenizer.decode(Array.from(ids)) === text).toBe(true);
  expect(tokenizer.decode(new Set([16, 352])) === '1 1').toBe(true);
});

test('a tokenizer that nobody freed is freed when it is forgotten', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const freeEncoder = vi.spyOn(Abi.prototype, 'freeEncoder');
  const freeModel = vi.spyOn(Abi.prototype, 'freeModel');
  await (async () => {
    expect((await Tokenizer.load('gpt2')).count('hello')).toBe(1);
  })();
  for (let i = 0; i < 1000 && freeModel.mock.calls.length === 0; i++) {
    collectGarbage();
    await new Promise((resolve) => setTimeout(resolve));
  }
  expect(freeEncoder).toHaveBeenCalledTimes(1);
  expect(freeModel).toHaveBeenCalledTimes(1);
  vi.restoreAllMocks();
});

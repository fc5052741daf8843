/** A trainer's memory: given back, forgotten, run out of in the middle of training. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test, vi } from 'vitest';
import { Abi } from '../../wasm/abi.ts';
import { BpeekError, Trainer } from '../../wasm/index.ts';
import { freshEngine } from './support/dist.ts';
import { udhrTexts } from './support/texts.ts';

const corpus = udhrTexts()
  .filter(({ name }) => /^(eng|deu|fra|kor)/.test(name))
  .map(({ text }) => text)
  .join('\n');

test('the same training again and again takes no more memory', async () => {
  const { abi, exports } = await freshEngine();
  const round = () => {
    const trainer = abi.newTrainer(corpus, '', 600);
    abi.trainerStep(trainer, 200);
    abi.trainerCandidates(trainer, 1000);
    const model = abi.trainerModel(trainer, []);
    abi.trainerStep(trainer, 1000);
    expect(abi.trainerState(trainer)).toBe('complete');
    expect(() => abi.newTrainer(corpus, '(', 600)).toThrow(BpeekError);
    expect(() => abi.newTrainer('', '', 600)).toThrow(BpeekError);
    abi.saveMinbpe(model);
    abi.freeModel(model);
    abi.freeTrainer(trainer);
  };
  round();
  round();
  const size = exports.memory.buffer.byteLength;
  for (let i = 0; i < 20; i++) round();
  expect(exports.memory.buffer.byteLength).toBe(size);
});

test('where memory runs out, the merges before that stay, and training goes on', async () => {
  const { abi, exports } = await freshEngine();
  const whole = abi.newTrainer(corpus, '', 3000);
  abi.trainerStep(whole, 3000);
  const expected = abi.trainerMerges(whole, 0);
  abi.freeTrainer(whole);

  const trainer = abi.newTrainer(corpus, '', 3000);
  const blocks: number[] = [];
  // Ever smaller blocks, until not even these are left.
  for (let size = 2 ** 28; size >= 64; size /= 2) {
    for (let at = exports.malloc(size); at !== 0; at = exports.malloc(size)) blocks.push(at >>> 0);
  }
  expect(() => abi.newTrainer(corpus, '', 3000)).toThrow(
    expect.objectContaining({ name: 'BpeekError', code: 'no_memory' }),
  );
  expect(() => abi.trainerStep(trainer, 3000)).toThrow(
    expect.objectContaining({ name: 'BpeekError', code: 'no_memory' }),
  );
  const before = abi.trainerMerges(trainer, 0);
  expect(before.length).toBeLessThan(expected.length);
  expect(before).toEqual(expected.slice(0, before.length));
  for (const at of blocks) exports.free(at);
  abi.trainerStep(trainer, 3000);
  expect(abi.trainerMerges(trainer, before.length)).toEqual(expected.slice(before.length));
});

test('after an error, what was learnt before it is to be had from the trainer', async () => {
  using trainer = await Trainer.create(corpus, { vocabSize: 300 });
  const step = vi.spyOn(Abi.prototype, 'trainerStep');
  step.mockImplementationOnce(function (this: Abi, address) {
    this.trainerStep(address, 2);
    throw new BpeekError('no_memory', 'Only two.');
  });
  expect(() => trainer.step(10)).toThrow('Only two.');
  step.mockRestore();
  expect(trainer.merges).toHaveLength(2);
  expect(trainer.step(3).mergeCount).toBe(5);
  expect(trainer.merges.map(({ id }) => id)).toEqual([256, 257, 258, 259, 260]);
});

test('a trainer that nobody freed is freed when it is forgotten', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const freeTrainer = vi.spyOn(Abi.prototype, 'freeTrainer');
  await (async () => {
    const trainer = await Trainer.create('abab', { vocabSize: 300 });
    expect(trainer.step().mergeCount).toBe(1);
  })();
  for (let i = 0; i < 1000 && freeTrainer.mock.calls.length === 0; i++) {
    collectGarbage();
    await new Promise((resolve) => setTimeout(resolve));
  }
  expect(freeTrainer).toHaveBeenCalledTimes(1);
  vi.restoreAllMocks();
});

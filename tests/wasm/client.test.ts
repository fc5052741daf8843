/** The engine in a worker: the same answers as without one, errors, cancelling, stuck workers. */
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import {
  BpeekError,
  configure,
  connect,
  type PairCount,
  Tokenizer,
  Trainer,
} from '../../wasm/index.ts';
import { dist, readDist } from './support/dist.ts';
import { hurtfulText, seed } from './support/strings.ts';
import { udhrTexts } from './support/texts.ts';

const engine = connect();
afterAll(() => engine.close());

const texts = udhrTexts()
  .filter(({ name }) => /^(eng|kor|hin|arb|jpn)\.html$/.test(name))
  .map(({ text }) => text);
const corpus = texts.join('\n');

/** At each `a` it looks at all that follow, and then takes one: minutes of work. */
const stuck = { text: 'a'.repeat(400_000), options: { vocabSize: 300, pattern: 'a*b|a' } };

async function failure(promise: Promise<unknown>): Promise<BpeekError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason) => reason,
  );
  if (error instanceof BpeekError) return error;
  throw new Error(`No BpeekError but ${String(error)}`, { cause: error });
}

const nextTask = () => new Promise((resolve) => setTimeout(resolve));

/** Keeps the worker busy with what never ends, and then no longer waits for it. */
async function getStuck(from = engine): Promise<void> {
  const controller = new AbortController();
  const waiting = from.trainer(stuck.text, { ...stuck.options, signal: controller.signal });
  await nextTask();
  const reason = new Error('enough');
  controller.abort(reason);
  await expect(waiting).rejects.toBe(reason);
}

describe('a tokenizer', () => {
  test('says what one without a worker says', async () => {
    using local = await Tokenizer.load('cl100k_base');
    using remote = await engine.load('cl100k_base');
    const { name, vocabularySize, pattern, specialTokens } = local;
    expect(remote).toMatchObject({ name, vocabularySize, pattern });
    expect(remote.specialTokens).toEqual(specialTokens);
    const special = { parse: ['<|endoftext|>'], others: 'literal' } as const;
    const check = async (text: string) => {
      const ids = local.encode(text, { special });
      expect(await remote.encode(text, { special })).toEqual(ids);
      const bytes = new TextEncoder().encode(text);
      expect(await remote.encodeBytes(bytes, { special })).toEqual(ids);
      expect(await remote.tokens(text, { special, offsets: 'bytes' })).toEqual(
        local.tokens(text, { special, offsets: 'bytes' }),
      );
      expect(await remote.count(text, { special })).toBe(ids.length);
      expect(await remote.decode(ids)).toBe(local.decode(ids));
      expect(await remote.decodeBytes(new Set(ids))).toEqual(local.decodeBytes(new Set(ids)));
      expect(await remote.explain(text)).toEqual(local.explain(text));
      const id = ids[0] ?? 0;
      expect(await remote.tokenBytes(id)).toEqual(local.tokenBytes(id));
      if (local.tokenBytes(id).length < 9 && id < 100_000) {
        expect(await remote.mergeTree(id)).toEqual(local.mergeTree(id));
      }
    };
    await fc.assert(fc.asyncProperty(hurtfulText, check), { seed, numRuns: 60 });
  });

  test('writes the same files', async () => {
    using trainer = await Trainer.create(corpus, { vocabSize: 400 });
    trainer.step(400);
    using local = trainer.finish({ name: 'mine', specialTokens: ['<|end|>'] });
    using remote = await engine.load(local.toBpeek(), { name: 'mine' });
    expect(remote.name).toBe('mine');
    expect(await remote.toBpeek()).toEqual(local.toBpeek());
    expect(await remote.toTokenizerJson()).toBe(await local.toTokenizerJson());
    expect(await remote.toMinbpe()).toEqual(local.toMinbpe());
    expect(await remote.toTiktoken()).toEqual(local.toTiktoken());
    using ranks = await engine.load('gpt2');
    using localRanks = await Tokenizer.load('gpt2');
    expect(Buffer.from(await ranks.toTiktoken()).equals(localRanks.toTiktoken())).toBe(true);
  });

  test('is loaded from bytes, files and addresses, which give it its name', async () => {
    const file = await readDist('encodings/gpt2.bpeek');
    const hello = Uint32Array.of(31373, 995);
    const address = new URL('encodings/gpt2.bpeek', dist);
    const sources = [
      [file, ''],
      [file.buffer, ''],
      [new Blob([file]), ''],
      [new File([file], 'my own.bpeek'), 'my own'],
      [address, 'gpt2'],
      [address.href, 'gpt2'],
    ] as const;
    for (const [source, name] of sources) {
      const parts: number[] = [];
      using remote = await engine.load(source, {
        onProgress: (loaded, total) => parts.push(loaded, total ?? Number.NaN),
      });
      expect(remote.name).toBe(name);
      expect(await remote.encode('hello world')).toEqual(hello);
      if (source !== file && source !== file.buffer) expect(parts).toContain(file.length);
    }
    // The bytes stay the caller's.
    expect(file.length).toBeGreaterThan(1000);
  });

  test('passes errors on with all that they say', async () => {
    using remote = await engine.load('gpt2');
    expect(await failure(remote.encode('a <|endoftext|>'))).toMatchObject({
      name: 'BpeekError',
      code: 'special_token',
      offset: 2,
      message: expect.stringContaining('<|endoftext|>'),
    });
    expect(await failure(remote.decode([0, 1, 60_000]))).toMatchObject({
      code: 'bad_id',
      offset: 2,
    });
    expect(await failure(remote.decode(7 as never))).toMatchObject({ code: 'bad_argument' });
    expect(await failure(engine.load('gpt5'))).toMatchObject({ code: 'unknown_encoding' });
    expect(await failure(engine.load('http://:/'))).toMatchObject({ code: 'bad_argument' });
    expect(await failure(engine.load(7 as never))).toMatchObject({ code: 'bad_argument' });
    expect(await failure(engine.load(Uint8Array.of(1, 2, 3)))).toMatchObject({
      code: 'damaged_file',
      offset: 0,
    });
    expect(await failure(remote.encode((() => {}) as never))).toMatchObject({
      code: 'bad_argument',
      message: expect.stringContaining("can't be sent to a worker"),
    });
    expect(await remote.count('still there')).toBe(2);
  });

  test('that was freed', async () => {
    const remote = await engine.load('gpt2');
    remote.free();
    remote.free();
    expect(await failure(remote.count('a'))).toMatchObject({
      code: 'freed',
      message: expect.stringContaining('gpt2'),
    });
  });

  test('counts many texts, and others get their turn meanwhile', async () => {
    using remote = await engine.load('o200k_base');
    using local = await Tokenizer.load('o200k_base');
    const many = Array.from({ length: 400 }, (_, i) => texts[i % texts.length]!);
    const counts = many.map((text) => local.count(text));
    const progress: number[] = [];
    let isBetween = false;
    const onProgress = (counted: number, total: number) => {
      progress.push(counted);
      expect(total).toBe(400);
      void remote.count('a').then(() => {
        isBetween ||= progress.at(-1)! < 400;
      });
    };
    expect([...(await remote.countAll(many, { onProgress }))]).toEqual(counts);
    expect(isBetween).toBe(true);
    expect(progress).toEqual([...new Set(progress)].sort((a, b) => a - b));
    expect(progress.at(-1)).toBe(400);
    expect([...(await remote.countAll([]))]).toEqual([]);
    expect(await failure(remote.countAll(['a', 'b <|endoftext|>']))).toMatchObject({
      code: 'special_token',
      offset: 2,
      message: expect.stringContaining('Text number 2: '),
    });
    expect(await failure(remote.countAll('ab' as never))).toMatchObject({ code: 'bad_argument' });
  });

  test('stops counting many texts', async () => {
    using remote = await engine.load('o200k_base');
    const controller = new AbortController();
    const reason = new Error('enough');
    let progress = 0;
    const onProgress = (counted: number) => {
      progress = counted;
      controller.abort(reason);
    };
    const { signal } = controller;
    const many = Array.from({ length: 400 }, () => corpus);
    await expect(remote.countAll(many, { signal, onProgress })).rejects.toBe(reason);
    expect(progress).toBeLessThan(400);
    await expect(remote.count('a', { signal })).rejects.toBe(reason);
  });
});

describe('a trainer', () => {
  test('learns what one without a worker learns', async () => {
    const options = { vocabSize: 256 + 300, pattern: 'gpt2' } as const;
    using local = new Trainer(corpus, options);
    using remote = await engine.trainer(corpus, options);
    const { vocabSize, pattern, state, tokenCount } = local;
    expect(remote).toMatchObject({ vocabSize, pattern, state, tokenCount, merges: [] });
    expect(await remote.candidates(5)).toEqual(local.candidates(5));
    const counts = Array.from({ length: 7 }, () => local.step().tokenCount);
    expect(await remote.step(7)).toEqual({
      merges: local.merges,
      mergeCount: 7,
      tokenCount: local.tokenCount,
      state: 'going on',
      tokenCounts: Uint32Array.from(counts),
    });
    expect(remote.tokenBytes(262)).toEqual(local.tokenBytes(262));
    expect(() => remote.tokenBytes(263)).toThrow(/below 263/);
    const merges: PairCount[] = [];
    const ended = await remote.train({ onProgress: (step) => merges.push(...step.merges) });
    expect(ended).toBe(await local.train());
    expect(remote.merges).toEqual(local.merges);
    expect(merges).toEqual(local.merges.slice(7));
    expect(remote.tokenCount).toBe(local.tokenCount);
    const specialTokens = { '<|end|>': 1000 };
    expect(await remote.toMinbpe({ specialTokens })).toEqual(local.toMinbpe({ specialTokens }));
    using finished = await remote.finish({ specialTokens, name: 'mine' });
    using localFinished = local.finish();
    expect(finished).toMatchObject({ name: 'mine', vocabularySize: 1001, pattern });
    expect(await finished.encode(corpus)).toEqual(localFinished.encode(corpus));
    expect(await remote.tokens()).toEqual(localFinished.tokens(corpus));
  });

  test('learns from bytes, which stay as they were', async () => {
    const bytes = new TextEncoder().encode('한한한');
    using remote = await engine.trainer(bytes, { vocabSize: 258, pattern: null });
    bytes.fill(0);
    expect(await remote.train()).toBe('complete');
    expect((await remote.tokens()).ids.length).toBe(remote.tokenCount);
    using broken = await engine.trainer(Uint8Array.of(97, 0xff, 97, 0xff), { vocabSize: 258 });
    expect(await failure(broken.tokens())).toMatchObject({ code: 'bad_utf8', offset: 1 });
  });

  test('can be stopped and go on', async () => {
    using remote = await engine.trainer(corpus, { vocabSize: 1000 });
    const controller = new AbortController();
    const reason = new Error('enough');
    const onProgress = () => controller.abort(reason);
    const { signal } = controller;
    await expect(remote.train({ signal, onProgress })).rejects.toBe(reason);
    expect(remote.merges.length).toBeGreaterThan(0);
    expect(remote.merges.length).toBeLessThan(744);
    await remote.train();
    using local = new Trainer(corpus, { vocabSize: 1000 });
    expect(remote.merges).toEqual(local.step(744).merges);
  });

  test.each([
    ['bad_pattern', 'abc', { vocabSize: 300, pattern: '한글|(' }, 4],
    ['bad_argument', '', { vocabSize: 300 }, undefined],
    ['bad_argument', 'abc', { vocabSize: 20 }, undefined],
  ] as const)('refuses with %s', async (code, text, options, offset) => {
    expect(await failure(engine.trainer(text, options))).toMatchObject({ code, offset });
  });

  test('that was freed', async () => {
    const remote = await engine.trainer('abab', { vocabSize: 300 });
    remote.free();
    expect(await failure(remote.step())).toMatchObject({ code: 'freed' });
  });
});

describe('a worker that is stuck', () => {
  test('is replaced, and nobody else notices', async () => {
    using tokenizer = await engine.load('gpt2');
    using file = await engine.load(await readDist('encodings/r50k_base.bpeek'), { name: 'mine' });
    using trainer = await engine.trainer(corpus, { vocabSize: 700 });
    await trainer.step(100);
    using finished = await trainer.finish({ specialTokens: ['<|end|>'] });
    const count = await finished.count(corpus);

    const isStuck = getStuck();
    const behind = tokenizer.encode('hello world');
    const loadedMeanwhile = engine.load('p50k_base');
    await isStuck;
    expect(await behind).toEqual(Uint32Array.of(31373, 995));
    using late = await loadedMeanwhile;
    expect(late.name).toBe('p50k_base');
    expect(await file.decode([31373, 995])).toBe('hello world');
    expect(await finished.count(corpus)).toBe(count);
    expect([...finished.specialTokens.keys()]).toEqual(['<|end|>']);
    await trainer.train();
    using local = new Trainer(corpus, { vocabSize: 700 });
    local.step(444);
    expect(trainer.merges).toEqual(local.merges);
    expect(trainer.tokenCount).toBe(local.tokenCount);
  });

  test('again and again', async () => {
    using tokenizer = await engine.load('gpt2');
    for (let i = 0; i < 2; i++) {
      await getStuck();
      expect(await tokenizer.count('hello world')).toBe(2);
    }
  });

  test('by a text whose own tokenizer stays', async () => {
    using trainer = await engine.trainer('aaab', {
      vocabSize: 257,
      pattern: stuck.options.pattern,
    });
    using tokenizer = await trainer.finish();
    const controller = new AbortController();
    const waiting = tokenizer.count(stuck.text, { signal: controller.signal });
    await nextTask();
    controller.abort();
    await expect(waiting).rejects.toBe(controller.signal.reason);
    expect(await tokenizer.count('aaab')).toBe(4);
    expect(trainer.merges).toEqual([]);
  });

  test('is not given up for what merely waits', async () => {
    using tokenizer = await engine.load('gpt2');
    const long = tokenizer.countAll(Array.from({ length: 60 }, () => corpus));
    const controller = new AbortController();
    const waits = tokenizer.count('b', { signal: controller.signal });
    controller.abort();
    await expect(waits).rejects.toBe(controller.signal.reason);
    expect(new Set(await long).size).toBe(1);
  });
});

describe('the engine', () => {
  test('closed, it answers nobody', async () => {
    const other = connect();
    const tokenizer = await other.load('gpt2');
    const waiting = tokenizer.count('a');
    other.close();
    expect(await failure(waiting)).toMatchObject({ code: 'freed' });
    expect(await failure(tokenizer.count('a'))).toMatchObject({ code: 'freed' });
    expect(await failure(other.load('gpt2'))).toMatchObject({ code: 'freed' });
    const early = connect();
    const loading = early.load('gpt2');
    early.close();
    expect(await failure(loading)).toMatchObject({ code: 'freed' });
  });

  test('says so when its worker is not there, and tries again', async () => {
    const other = connect();
    configure({ base: new URL('nowhere/', dist) });
    try {
      expect(await failure(other.load('gpt2'))).toMatchObject({
        code: 'engine',
        message: expect.stringMatching(/nowhere\/worker\.js does not start/),
      });
    } finally {
      configure({ base: dist });
    }
    using tokenizer = await other.load('gpt2');
    expect(await tokenizer.count('hello world')).toBe(2);
    other.close();
  });

  test('does not keep a Node process alive', async () => {
    const program = `
      const { connect } = await import(${JSON.stringify(new URL('index.js', dist).href)});
      const tokenizer = await connect().load('gpt2');
      console.log(JSON.stringify([...(await tokenizer.encode('hello world'))]));`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', program],
      { cwd: tmpdir() },
    );
    expect(JSON.parse(stdout)).toEqual([31373, 995]);
  });
});

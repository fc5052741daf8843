/** The engine in a worker: does what a client asks, one thing after another. */
import type { PairCount } from './abi.ts';
import { untilAborted } from './abort.ts';
import { useAddresses } from './assets.ts';
import { BpeekError } from './errors.ts';
import type { OnProgress } from './fetch.ts';
import type {
  Arguments,
  FromWorker,
  Handle,
  RemoteStep,
  Request,
  Result,
  SentError,
  TokenizerFacts,
  ToWorker,
  Training,
  Verb,
} from './protocol.ts';
import { type EncodeOptions, Tokenizer } from './tokenizer.ts';
import { Trainer } from './trainer.ts';
import { decodeUtf8 } from './utf8.ts';
import { type Client, clientOfThisWorker } from './worker-thread.ts';

interface Asking {
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}

interface InTraining {
  readonly trainer: Trainer;
  readonly text: Training['text'];
}

type ToClient = Client<ToWorker, FromWorker>;

type Handlers = {
  readonly [V in Verb]: (asking: Asking, ...args: Arguments<V>) => Result<V> | Promise<Result<V>>;
};

const tokenizers = new Map<Handle, Promise<Tokenizer>>();
const trainers = new Map<Handle, Promise<InTraining>>();
const asked = new Map<number, AbortController>();

const handlers: Handlers = {
  async load({ signal, onProgress }, made, source, { name, ...extras }) {
    const options = { ...extras, signal, onProgress, ...(name === undefined ? {} : { name }) };
    return factsOf(await keep(tokenizers, made, Tokenizer.load(source, options)));
  },
  encode: async (_, on, ...args) => (await tokenizer(on)).encode(...args),
  encodeBytes: async (_, on, ...args) => (await tokenizer(on)).encodeBytes(...args),
  tokens: async (_, on, ...args) => (await tokenizer(on)).tokens(...args),
  count: async (_, on, ...args) => (await tokenizer(on)).count(...args),
  counts: async (_, on, ...args) => counts(await tokenizer(on), ...args),
  decode: async (_, on, ids) => (await tokenizer(on)).decode(ids),
  decodeBytes: async (_, on, ids) => (await tokenizer(on)).decodeBytes(ids),
  tokenBytes: async (_, on, id) => (await tokenizer(on)).tokenBytes(id),
  explain: async (_, on, piece) => (await tokenizer(on)).explain(piece),
  mergeTree: async (_, on, id) => (await tokenizer(on)).mergeTree(id),
  toTokenizerJson: async (_, on) => (await tokenizer(on)).toTokenizerJson(),
  toTiktoken: async (_, on) => (await tokenizer(on)).toTiktoken(),
  toBpeek: async (_, on) => (await tokenizer(on)).toBpeek(),
  toMinbpe: async (_, on) => (await tokenizer(on)).toMinbpe(),
  async train(_, made, training) {
    const { trainer } = await keep(trainers, made, begin(training));
    const { pattern, tokenCount, state } = trainer;
    return { pattern, tokenCount, state };
  },
  step: async (_, on, ...args) => step(await training(on), ...args),
  candidates: async (_, on, most) => (await training(on)).trainer.candidates(most),
  learntTokens: async (_, on) => learntTokens(await training(on)),
  async finish(_, on, made, options) {
    const { trainer } = await training(on);
    const tokenizer = trainer.finish(options);
    tokenizers.set(made, Promise.resolve(tokenizer));
    return { ...factsOf(tokenizer), file: tokenizer.toBpeek() };
  },
  trainedFiles: async (_, on, options) => (await training(on)).trainer.toMinbpe(options),
};

clientOfThisWorker<ToWorker, FromWorker>((client) =>
  client.listen((message) => {
    switch (message.kind) {
      case 'start':
        useAddresses(message.files);
        break;
      case 'ask':
        void answer(client, message.id, message.request);
        break;
      case 'cancel':
        asked.get(message.id)?.abort();
        break;
      case 'free':
        free(message.handle);
        break;
    }
  }),
);

async function answer(client: ToClient, id: number, request: Request): Promise<void> {
  const controller = new AbortController();
  asked.set(id, controller);
  const { signal } = controller;
  const onProgress: OnProgress = (loaded, total) =>
    client.post({ kind: 'progress', id, loaded, total });
  const began = performance.now();
  try {
    const result = await untilAborted(perform({ signal, onProgress }, request), signal);
    client.post({ kind: 'result', id, result, ms: performance.now() - began }, buffersIn(result));
  } catch (error) {
    client.post({ kind: 'error', id, error: toSend(error) });
  } finally {
    asked.delete(id);
  }
}

async function perform<V extends Verb>(asking: Asking, { verb, args }: Request<V>) {
  return handlers[verb](asking, ...args);
}

/** Keeps what is being made where later requests find it, also if making it fails. */
function keep<T>(where: Map<Handle, Promise<T>>, handle: Handle, made: Promise<T>): Promise<T> {
  where.set(handle, made);
  return made;
}

function tokenizer(on: Handle): Promise<Tokenizer> {
  return tokenizers.get(on) ?? Promise.reject(freed());
}

function training(on: Handle): Promise<InTraining> {
  return trainers.get(on) ?? Promise.reject(freed());
}

function freed(): BpeekError {
  return new BpeekError('freed', 'What this was asked of has been freed.');
}

function free(handle: Handle): void {
  const ignore = () => {
    // What could not be made holds nothing; whoever asked for it has been told why.
  };
  tokenizers.get(handle)?.then((tokenizer) => tokenizer.free(), ignore);
  trainers.get(handle)?.then(({ trainer }) => trainer.free(), ignore);
  tokenizers.delete(handle);
  trainers.delete(handle);
}

function factsOf({ name, vocabularySize, pattern, specialTokens }: Tokenizer): TokenizerFacts {
  return { name, vocabularySize, pattern, specialTokens };
}

function counts(
  tokenizer: Tokenizer,
  texts: readonly string[],
  first: number,
  options: EncodeOptions,
): Uint32Array<ArrayBuffer> {
  return Uint32Array.from(texts, (text, i) => {
    try {
      return tokenizer.count(text, options);
    } catch (error) {
      if (!(error instanceof BpeekError)) throw error;
      const { code, message, offset } = error;
      throw new BpeekError(code, `Text number ${first + i + 1}: ${message}`, { offset });
    }
  });
}

async function begin({ text, vocabSize, pattern, mergeCount }: Training): Promise<InTraining> {
  const trainer = await Trainer.create(text, { vocabSize, pattern });
  trainer.step(mergeCount);
  return { trainer, text };
}

/** One merge at a time, to see what each makes of the text. */
function step({ trainer }: InTraining, count: number, known: number): RemoteStep {
  // Also what a step that failed halfway has done before, of which the client knows nothing.
  const merges: PairCount[] = trainer.merges.slice(known);
  const tokenCounts = merges.map(() => trainer.tokenCount);
  let last = trainer.step(0);
  for (let i = 0; i < count && last.state === 'going on'; i++) {
    last = trainer.step(1);
    merges.push(...last.merges);
    tokenCounts.push(last.tokenCount);
  }
  return { ...last, merges, tokenCounts: Uint32Array.from(tokenCounts) };
}

function learntTokens({ trainer, text }: InTraining) {
  const tokenizer = trainer.finish();
  try {
    return tokenizer.tokens(typeof text === 'string' ? text : decodeUtf8(text));
  } finally {
    tokenizer.free();
  }
}

/** The buffers of a result, which go over to the client as they are. */
function buffersIn(result: unknown): ArrayBuffer[] {
  const values = ArrayBuffer.isView(result) ? [result] : Object.values(Object(result));
  const buffers = new Set<ArrayBuffer>();
  for (const value of values) {
    if (ArrayBuffer.isView(value) && value.buffer instanceof ArrayBuffer) buffers.add(value.buffer);
  }
  return [...buffers];
}

function toSend(error: unknown): SentError {
  if (error instanceof BpeekError) {
    const { code, message, offset } = error;
    return { code, message, offset };
  }
  return { code: undefined, message: String(error), offset: undefined };
}

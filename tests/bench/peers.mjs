// The tokenizers that bpeek is measured against, each with its fastest documented settings on one
// thread, and special tokens taken as text. A peer is a name, the encodings it has, and `open`,
// which reads what it needs and returns `load`: from bytes or modules in memory to ready. They run
// in Node and in a page; `place` is what differs: `dist`, the address of the built package,
// `read(url)`, which gives bytes, and `tiktoken()`, which gives its class.
const ALL = ['gpt2', 'cl100k_base', 'o200k_base'];

async function openBpeek(encoding, { dist, read }) {
  const { Tokenizer, configure } = await import(/* @vite-ignore */ new URL('index.js', dist).href);
  configure({ base: new URL(dist) });
  const file = await read(new URL(`encodings/${encoding}.bpeek`, dist));
  return () => Tokenizer.load(new Uint8Array(file));
}

const bpeek = {
  name: 'bpeek',
  encodings: ALL,
  async open(encoding, place) {
    const special = 'literal';
    const load = await openBpeek(encoding, place);
    return async () => {
      const tokenizer = await load();
      return {
        encode: (text) => tokenizer.encode(text, { special }),
        count: (text) => tokenizer.count(text, { special }),
        decode: (ids) => tokenizer.decode(ids),
      };
    };
  },
};

const hypertokVocabularies = {
  gpt2: () => import('@hypertok/vocab-gpt2'),
  cl100k_base: () => import('@hypertok/vocab-cl100k'),
  o200k_base: () => import('@hypertok/vocab-o200k'),
};

const hypertok = {
  name: 'hypertok',
  encodings: ALL,
  async open(encoding, { read }) {
    const { fromBytes } = await import('hypertok');
    const { vocabulary } = await hypertokVocabularies[encoding]();
    const bytes = new Uint8Array(await read(vocabulary));
    const options = { reserved: { match: [] } };
    return async () => {
      const tokenizer = await fromBytes(bytes, { tier: 'single' });
      return {
        encode: (text) => tokenizer.encodeSync(text, options),
        decode: (ids) => tokenizer.decode(ids),
      };
    };
  },
};

const gptTokenizers = {
  gpt2: () => import('gpt-tokenizer/encoding/r50k_base'),
  cl100k_base: () => import('gpt-tokenizer/encoding/cl100k_base'),
  o200k_base: () => import('gpt-tokenizer/encoding/o200k_base'),
};

const gptTokenizer = {
  name: 'gpt-tokenizer',
  encodings: ALL,
  async open(encoding) {
    const asText = { disallowedSpecial: new Set() };
    return async () => {
      const { encode, countTokens, decode } = await gptTokenizers[encoding]();
      return {
        encode: (text) => encode(text, asText),
        count: (text) => countTokens(text, asText),
        decode,
      };
    };
  },
};

const aiEncodings = {
  cl100k_base: () => import('ai-tokenizer/encoding/cl100k_base'),
  o200k_base: () => import('ai-tokenizer/encoding/o200k_base'),
};

const aiTokenizer = {
  name: 'ai-tokenizer',
  encodings: Object.keys(aiEncodings),
  async open(encoding) {
    return async () => {
      const { Tokenizer } = await import('ai-tokenizer');
      const tokenizer = new Tokenizer(await aiEncodings[encoding]());
      return {
        encode: (text) => tokenizer.encode(text, [], []),
        decode: (ids) => tokenizer.decode(ids),
      };
    };
  },
};

const tiktokenFiles = {
  gpt2: () => import('tiktoken/encoders/gpt2.json', { with: { type: 'json' } }),
  cl100k_base: () => import('tiktoken/encoders/cl100k_base.json', { with: { type: 'json' } }),
  o200k_base: () => import('tiktoken/encoders/o200k_base.json', { with: { type: 'json' } }),
};

const tiktoken = {
  name: 'tiktoken',
  encodings: ALL,
  async open(encoding, place) {
    const Tiktoken = await place.tiktoken();
    const { default: data } = await tiktokenFiles[encoding]();
    // The pattern inside the package is an older one, and splits otherwise in places.
    const { recipes } = await import('../../wasm/encodings/recipes.mjs');
    const { pattern } = recipes.find(({ name }) => name === encoding);
    return async () => {
      const tokenizer = new Tiktoken(data.bpe_ranks, data.special_tokens, pattern);
      return {
        encode: (text) => tokenizer.encode(text, [], []),
        decode: (ids) => new TextDecoder().decode(tokenizer.decode(ids)),
      };
    };
  },
};

const jsTiktokenRanks = {
  gpt2: () => import('js-tiktoken/ranks/gpt2'),
  cl100k_base: () => import('js-tiktoken/ranks/cl100k_base'),
  o200k_base: () => import('js-tiktoken/ranks/o200k_base'),
};

const jsTiktoken = {
  name: 'js-tiktoken',
  encodings: ALL,
  async open(encoding) {
    const { Tiktoken } = await import('js-tiktoken/lite');
    const { default: ranks } = await jsTiktokenRanks[encoding]();
    return async () => {
      const tokenizer = new Tiktoken(ranks);
      return {
        encode: (text) => tokenizer.encode(text, [], []),
        decode: (ids) => tokenizer.decode(ids),
      };
    };
  },
};

/** Its file is the tokenizer.json that bpeek writes of the encoding. */
const huggingFace = {
  name: '@huggingface/tokenizers',
  encodings: ALL,
  async open(encoding, place) {
    const { Tokenizer } = await import('@huggingface/tokenizers');
    const load = await openBpeek(encoding, place);
    const source = await load();
    const file = await source.toTokenizerJson();
    source.free();
    const plain = { add_special_tokens: false };
    return async () => {
      const tokenizer = new Tokenizer(JSON.parse(file), {});
      return {
        encode: (text) => tokenizer.encode(text, plain).ids,
        decode: (ids) => tokenizer.decode(Array.from(ids), { clean_up_tokenization_spaces: false }),
      };
    };
  },
};

export const peers = [
  bpeek,
  hypertok,
  gptTokenizer,
  aiTokenizer,
  tiktoken,
  jsTiktoken,
  huggingFace,
];

export const encodings = ALL;

export const able = (encoding) => peers.filter((peer) => peer.encodings.includes(encoding));

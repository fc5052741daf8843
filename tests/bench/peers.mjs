// The tokenizers that bpeek is measured against, each with its fastest documented settings on one
// thread, and special tokens taken as text. A peer is a name, the encodings it has, and `open`,
// which reads what it needs and returns `load`: from bytes or modules in memory to ready.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const dist = new URL('../../dist/', import.meta.url);

const bpeek = {
  name: 'bpeek',
  encodings: ['gpt2', 'cl100k_base', 'o200k_base'],
  async open(encoding) {
    const { Tokenizer, configure } = await import(new URL('index.js', dist).href);
    configure({ base: dist });
    const file = await readFile(new URL(`encodings/${encoding}.bpeek`, dist));
    const special = 'literal';
    return async () => {
      const tokenizer = await Tokenizer.load(new Uint8Array(file));
      return {
        encode: (text) => tokenizer.encode(text, { special }),
        count: (text) => tokenizer.count(text, { special }),
        decode: (ids) => tokenizer.decode(ids),
      };
    };
  },
};

const HYPERTOK_NAMES = { gpt2: 'gpt2', cl100k_base: 'cl100k', o200k_base: 'o200k' };

const hypertok = {
  name: 'hypertok',
  encodings: Object.keys(HYPERTOK_NAMES),
  async open(encoding) {
    const { fromBytes } = await import('hypertok');
    const { vocabulary } = await import(`@hypertok/vocab-${HYPERTOK_NAMES[encoding]}`);
    const bytes = new Uint8Array(await readFile(vocabulary));
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

const gptTokenizer = {
  name: 'gpt-tokenizer',
  encodings: ['gpt2', 'cl100k_base', 'o200k_base'],
  async open(encoding) {
    const name = encoding === 'gpt2' ? 'r50k_base' : encoding;
    const asText = { disallowedSpecial: new Set() };
    return async () => {
      const { encode, countTokens, decode } = await import(`gpt-tokenizer/encoding/${name}`);
      return {
        encode: (text) => encode(text, asText),
        count: (text) => countTokens(text, asText),
        decode,
      };
    };
  },
};

const aiTokenizer = {
  name: 'ai-tokenizer',
  encodings: ['cl100k_base', 'o200k_base'],
  async open(encoding) {
    return async () => {
      const { Tokenizer } = await import('ai-tokenizer');
      const tokenizer = new Tokenizer(await import(`ai-tokenizer/encoding/${encoding}`));
      return {
        encode: (text) => tokenizer.encode(text, [], []),
        decode: (ids) => tokenizer.decode(ids),
      };
    };
  },
};

const tiktoken = {
  name: 'tiktoken',
  encodings: ['gpt2', 'cl100k_base', 'o200k_base'],
  async open(encoding) {
    const { Tiktoken } = require('tiktoken');
    const data = require(`tiktoken/encoders/${encoding}.json`);
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

const jsTiktoken = {
  name: 'js-tiktoken',
  encodings: ['gpt2', 'cl100k_base', 'o200k_base'],
  async open(encoding) {
    const { Tiktoken } = await import('js-tiktoken/lite');
    const { default: ranks } = await import(`js-tiktoken/ranks/${encoding}`);
    return async () => {
      const tokenizer = new Tiktoken(ranks);
      return {
        encode: (text) => tokenizer.encode(text, [], []),
        decode: (ids) => tokenizer.decode(ids),
      };
    };
  },
};

export const peers = [bpeek, hypertok, gptTokenizer, aiTokenizer, tiktoken, jsTiktoken];

/** The version of a peer's package, as it is installed. */
export async function versionOf(name) {
  const home = name === 'bpeek' ? '../../package.json' : `../../node_modules/${name}/package.json`;
  const own = new URL(`node_modules/${name}/package.json`, import.meta.url);
  const file = await readFile(own).catch(() => readFile(new URL(home, import.meta.url)));
  return JSON.parse(file.toString()).version;
}

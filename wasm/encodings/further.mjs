// Encodings that come from other packages than tiktoken. Each is made into a
// model file of its kind, which the library in dist/ loads.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../toolchain/process.mjs';
import { toSentencePiece } from './from-llama.mjs';
import { toTokenizerJson } from './from-llama3.mjs';
import { toTiktokenFile } from './tiktoken-lines.mjs';

const utf8 = new TextEncoder();

async function exported(path) {
  const module = await import(`../../${path}`);
  return module.default;
}

/** Claude 2's file has all but the normalization, which its package does in code. */
function claude(path) {
  const file = JSON.parse(readFileSync(join(root, path), 'utf8'));
  return {
    file: utf8.encode(toTiktokenFile(file.bpe_ranks, path)),
    options: {
      pattern: file.pat_str,
      specialTokens: file.special_tokens,
      normalization: 'NFKC',
    },
  };
}

/** `source`: the file that has it all. `read` gives a model file, and options to load it with. */
export const furtherRecipes = [
  {
    name: 'llama3',
    source: 'node_modules/llama3-tokenizer-js/bundle/llama3-tokenizer-with-baked-data.js',
    read: async (path) => ({ file: utf8.encode(toTokenizerJson(await exported(path))) }),
  },
  {
    name: 'llama2',
    source: 'node_modules/llama-tokenizer-js/llama-tokenizer.js',
    read: async (path) => ({ file: toSentencePiece(await exported(path)) }),
  },
  {
    name: 'mistral',
    source: 'node_modules/mistral-tokenizer-js/mistral-tokenizer.js',
    read: async (path) => ({ file: toSentencePiece(await exported(path)) }),
  },
  {
    name: 'claude2',
    source: 'node_modules/@anthropic-ai/tokenizer/claude.json',
    read: claude,
  },
];

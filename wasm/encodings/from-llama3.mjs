// llama3: from npm's llama3-tokenizer-js, which has the vocabulary and the merges
// of Hugging Face's tokenizer.json, back to such a file.

const pattern = String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`;
/** Ids from here on are those of special tokens. */
const firstSpecial = 128000;

/** `package`: what the npm package exports, with vocabById and merges. */
export function toTokenizerJson({ vocabById, merges }) {
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, use_regex: false };
  const split = { type: 'Split', pattern: { Regex: pattern }, behavior: 'Isolated', invert: false };
  return JSON.stringify({
    added_tokens: vocabById.slice(firstSpecial).map((content, i) => ({
      id: firstSpecial + i,
      content,
      special: true,
      normalized: false,
    })),
    pre_tokenizer: { type: 'Sequence', pretokenizers: [split, byteLevel] },
    decoder: byteLevel,
    model: {
      type: 'BPE',
      ignore_merges: true,
      vocab: Object.fromEntries(vocabById.slice(0, firstSpecial).map((token, id) => [token, id])),
      merges: [...merges.keys()],
    },
  });
}

// What each encoding is made of: whose tokens, which split pattern, which
// special tokens. Patterns and special tokens are those of OpenAI's tiktoken 0.14.
const raw = String.raw;

const patterns = {
  gpt2: raw`'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s`,
  cl100k: raw`'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s`,
  o200k: [
    raw`[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?`,
    raw`[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?`,
    raw`\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+`,
  ].join('|'),
};

// Special tokens are pairs of id and text, in the order of their ids; of two
// with the same id the first is what the id decodes to.
const endOfText = '<|endoftext|>';

const harmonyNames = new Map([
  [199998, 'startoftext'],
  [199999, 'endoftext'],
  [200002, 'return'],
  [200003, 'constrain'],
  [200005, 'channel'],
  [200006, 'start'],
  [200007, 'end'],
  [200008, 'message'],
  [200012, 'call'],
  [200018, 'endofprompt'],
]);

function harmonySpecials() {
  const specials = [];
  for (let id = 199998; id <= 201087; id++) {
    const name = harmonyNames.get(id);
    if (name) specials.push([id, `<|${name}|>`]);
    // From 200013 on every id has such a name, also one with a name of its own.
    if (!name || id >= 200013) specials.push([id, `<|reserved_${id}|>`]);
  }
  return specials;
}

/** `tokens`: the file of the npm package tiktoken that has the tokens. */
export const recipes = [
  {
    name: 'gpt2',
    tokens: 'gpt2',
    pattern: patterns.gpt2,
    specials: [[50256, endOfText]],
  },
  {
    name: 'r50k_base',
    tokens: 'r50k_base',
    pattern: patterns.gpt2,
    specials: [[50256, endOfText]],
  },
  {
    name: 'p50k_base',
    tokens: 'p50k_base',
    pattern: patterns.gpt2,
    specials: [[50256, endOfText]],
  },
  {
    name: 'p50k_edit',
    tokens: 'p50k_edit',
    pattern: patterns.gpt2,
    specials: [
      [50256, endOfText],
      [50281, '<|fim_prefix|>'],
      [50282, '<|fim_middle|>'],
      [50283, '<|fim_suffix|>'],
    ],
  },
  {
    name: 'cl100k_base',
    tokens: 'cl100k_base',
    pattern: patterns.cl100k,
    specials: [
      [100257, endOfText],
      [100258, '<|fim_prefix|>'],
      [100259, '<|fim_middle|>'],
      [100260, '<|fim_suffix|>'],
      [100276, '<|endofprompt|>'],
    ],
  },
  {
    name: 'o200k_base',
    tokens: 'o200k_base',
    pattern: patterns.o200k,
    specials: [
      [199999, endOfText],
      [200018, '<|endofprompt|>'],
    ],
  },
  {
    name: 'o200k_harmony',
    tokens: 'o200k_base',
    pattern: patterns.o200k,
    specials: harmonySpecials(),
  },
];

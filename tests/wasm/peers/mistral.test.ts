import mistralPackage from 'mistral-tokenizer-js';
import { furtherTests } from '../support/further.ts';

furtherTests({
  name: 'mistral',
  package: 'mistral-tokenizer-js',
  // No <s> at the beginning, but the dummy prefix.
  encodeByPackage: (text) => mistralPackage.encode(text, false, true),
  packageSample: 4,
  // As llama2's: a lone surrogate gives the bytes of U+FFFD.
  packageIsWrong: (text) => /\p{Surrogate}/u.test(text),
});

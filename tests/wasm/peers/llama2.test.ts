import llamaPackage from 'llama-tokenizer-js';
import { furtherTests } from '../support/further.ts';

furtherTests({
  name: 'llama2',
  package: 'llama-tokenizer-js',
  // No <s> at the beginning, but the dummy prefix.
  encodeByPackage: (text) => llamaPackage.encode(text, false, true),
  // To the package a lone surrogate is a character that has no token: it gives the bytes of U+FFFD.
  packageIsWrong: (text) => /\p{Surrogate}/u.test(text),
});

import llama3Package from 'llama3-tokenizer-js';
import { furtherTests } from '../support/further.ts';

furtherTests({
  name: 'llama3',
  package: 'llama3-tokenizer-js',
  encodeByPackage: (text) => llama3Package.encode(text, { bos: false, eos: false }),
  packageSample: 4,
  packageIsWrong: (text) => hasOtherSpace(text) || hasLongS(text),
});

/** JavaScript's \s, which the package splits by, has U+FEFF but not U+0085. */
function hasOtherSpace(text: string): boolean {
  return /[\ufeff\u0085]/.test(text);
}

/** U+017F is an s but for its case; the package looks for 's and 'S. */
function hasLongS(text: string): boolean {
  return text.includes("'\u017f");
}

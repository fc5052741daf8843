// dist/licences.md: the licence texts of the works that the library's files hold (NOTICE says
// which is where). Packages that bring no text have it in licences/.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './process.mjs';

export function writeLicences() {
  const emscripten = run('em-config', ['EMSCRIPTEN_ROOT'], { quiet: true }).trim();
  const works = [
    ['bpeek', 'LICENSE'],
    ['PCRE2', 'build/pcre2/source/LICENCE'],
    ['musl', `${emscripten}/system/lib/libc/musl/COPYRIGHT`],
    ['The Unicode Character Database', 'wasm/toolchain/licences/unicode.txt'],
    ['pbf', 'node_modules/pbf/LICENSE'],
    ['tiktoken', 'wasm/toolchain/licences/tiktoken.txt'],
    ['llama3-tokenizer-js', 'node_modules/llama3-tokenizer-js/LICENSE.md'],
    ['llama-tokenizer-js', 'node_modules/llama-tokenizer-js/LICENSE.md'],
    ['mistral-tokenizer-js', 'node_modules/mistral-tokenizer-js/LICENSE.md'],
    ['@anthropic-ai/tokenizer', 'node_modules/@anthropic-ai/tokenizer/LICENSE'],
  ];
  const sections = works.map(([name, path]) => `## ${name}\n\n${textOf(path)}\n`);
  const text = ['# Licences', ...sections].join('\n\n');
  writeFileSync(join(root, 'dist/licences.md'), text);
}

// An absolute path stays what it is.
function textOf(path) {
  const file = path.startsWith('/') ? path : join(root, path);
  return readFileSync(file, 'utf8').replaceAll('\r\n', '\n').trim();
}

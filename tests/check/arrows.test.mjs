// Every never-arrow, broken once: a check that cannot fail checks nothing.
import { describe, expect, it } from 'vitest';
import { cViolations } from './arrows-c.mjs';
import { tsViolations } from './arrows-ts.mjs';

// A small tree that keeps all arrows.
const clean = {
  'core/include/bpeek.h': '#include <stdint.h>\nint bpeek_encode(void);\n',
  'core/src/alloc.c':
    '#include <stdlib.h>\n#include "alloc.h"\nvoid *a(void) { return malloc(1); }\n',
  'core/src/alloc.h': '',
  'core/src/merge.h': '#include "model.h"\n',
  'core/src/merge.c': '#include "merge.h"\nint bpeek_merge_piece(int x) { return x; }\n',
  'core/src/model.h': '#include "bpeek.h"\n',
  'core/src/encode.c':
    '#include "merge.h"\nint bpeek_encode(void) { return bpeek_merge_piece(1); }\n',
  'core/src/encode.h': '',
  'core/src/format_bpeek.h': '#include "model.h"\n',
  'core/src/format_bpeek.c':
    '#include "format_bpeek.h"\nint bpeek_load_bpeek(void) { return 1; }\n',
  'core/src/train.h': '#include "model.h"\n',
  'core/src/train.c': '#include "train.h"\nint bpeek_train(void) { return 1; }\n',
  'core/src/split_pcre2.c': '#include <pcre2.h>\n',
  'core/cli/main.c': '#include <stdio.h>\n#include <unistd.h>\n#include "bpeek.h"\n',
  'wasm/abi.c': '#include "bpeek.h"\n',
  'wasm/abi.ts':
    'export class Abi {\n' +
    '  #exports; #bytes;\n' +
    '  #memory() { this.#bytes = new Uint8Array(this.#exports.memory.buffer); return this.#bytes; }\n' +
    '  #at(a: number) { const view = this.#memory(); return view.subarray(a); }\n' +
    '  copy(a: number) { return this.#at(a).slice(); }\n' +
    '}\n',
  'wasm/index.ts': "export { Abi } from './abi.ts';\n",
  'web/index.html': '<script type="module" src="src/main.tsx"></script>',
  'web/src/main.tsx': "import { Tokenizer } from '../../wasm/index.ts';\nexport const x = 1;\n",
  'web/src/views/Tokens.tsx':
    "import type { Tokenizer } from '../../../wasm/index.ts';\nexport const View = () => <b>{1}</b>;\n",
};

function violations(changes) {
  const files = new Map(Object.entries({ ...clean, ...changes }));
  return [...cViolations(files), ...tsViolations(files)];
}

it('finds nothing where every arrow is kept', () => {
  expect(violations({})).toEqual([]);
});

// By what the check has to say.
const broken = {
  'outside of core': [
    ['core includes a file of wasm', 'core/src/model.h', '#include "../../wasm/abi.h"'],
    ['core includes tests', 'core/src/model.c', '#include "../../tests/core/support.h"'],
  ],
  'neither libc nor PCRE2': [
    ['core includes what is not libc', 'core/src/merge.c', '#include <unicode/utf8.h>'],
    ['core includes POSIX', 'core/src/merge.c', '#include <unistd.h>'],
  ],
  'only core/cli may': [
    ['stdio outside of the command', 'core/src/error.c', '#include <stdio.h>'],
    ['stdio, spaced out', 'core/src/error.c', '  #  include  <stdio.h>'],
  ],
  'only core/src/split_pcre2.c may': [
    ['pcre2.h elsewhere', 'core/src/split.c', '#include <pcre2.h>'],
    ['pcre2.h in the command', 'core/cli/main.c', '#include <pcre2.h>'],
  ],
  'only core/src/alloc.c may': [
    ['malloc elsewhere', 'core/src/merge.c', 'void *f(void) { return malloc(1); }'],
    ['free elsewhere', 'core/cli/main.c', 'void f(void *p) { free (p); }'],
    ['realloc as a value', 'core/src/model.c', 'void *(*f)(void *, size_t) = realloc;'],
    ['malloc in the bridge', 'wasm/abi.c', 'void *f(void) { return malloc(1); }'],
  ],
  'must not know file formats': [
    ['merge includes a format', 'core/src/merge.c', '#include "format_bpeek.h"'],
    ['merge includes a format indirectly', 'core/src/model.h', '#include "format_bpeek.h"'],
    ['merge calls a format', 'core/src/merge.c', 'int f(void) { return bpeek_load_bpeek(); }'],
  ],
  'must not know the merge loop': [
    ['a format includes merge', 'core/src/format_bpeek.c', '#include "merge.h"'],
    [
      'a format calls merge',
      'core/src/format_bpeek.c',
      'int f(void) { return bpeek_merge_piece(1); }',
    ],
  ],
  'must not know encoding': [
    ['train includes encode', 'core/src/train.c', '#include "encode.h"'],
    [
      'train calls encode',
      'core/src/train.c',
      '#include "bpeek.h"\nint f(void) { return bpeek_encode(); }',
    ],
  ],
  'must not know training': [
    ['encode includes train', 'core/src/encode.c', '#include "train.h"'],
    ['encode calls train', 'core/src/encode.c', 'int f(void) { return bpeek_train(); }'],
  ],
  'may use only bpeek.h': [
    ['abi.c includes an inner header', 'wasm/abi.c', '#include "model.h"'],
    ['abi.c includes a system header', 'wasm/abi.c', '#include <string.h>'],
  ],
  'only wasm/abi.ts may': [
    ['memory outside of abi.ts', 'wasm/index.ts', 'export const b = (x: I) => x.memory.buffer;'],
    ['memory, quoted', 'web/src/main.tsx', "export const b = (x) => x['memory']!['buffer'];"],
    [
      'memory, taken apart',
      'wasm/index.ts',
      'export function f(memory) { const { buffer } = memory; }',
    ],
    ['memory, got from the exports', 'wasm/index.ts', 'export const m = (i) => i.exports.memory;'],
  ],
  'returns a view': [
    [
      'a view is returned',
      'wasm/abi.ts',
      'export function f(memory) { return new Uint8Array(memory.buffer); }',
    ],
    [
      'a view is returned by way of another name',
      'wasm/abi.ts',
      'export function f(x) { const m = x.memory; return new Uint8Array(m.buffer); }',
    ],
    [
      'a cut view is returned',
      'wasm/abi.ts',
      'export class A { #v; f() { this.#v = new Uint8Array(this.x.memory.buffer); return this.#v.subarray(1); } }',
    ],
    [
      'a view is returned through helpers',
      'wasm/abi.ts',
      'export class A { #v() { const v = new Uint8Array(this.x.memory.buffer); return v; }\n' +
        ' #w() { return this.#v(); } f() { return this.#call(() => { return { bytes: this.#w() }; }); } }',
    ],
  ],
  'nothing deeper': [
    ['web imports deeper', 'web/src/main.tsx', "import { Abi } from '../../wasm/abi.ts';"],
    [
      'web imports deeper, types',
      'web/src/main.tsx',
      "import type { Abi } from '../../wasm/abi.ts';",
    ],
    ['web re-exports deeper', 'web/src/main.tsx', "export * from '../../wasm/abi.ts';"],
    ['web imports deeper, later', 'web/src/main.tsx', "void import('../../wasm/abi.ts');"],
    [
      'web starts a worker deeper',
      'web/src/main.tsx',
      "new Worker(new URL('../../wasm/worker.ts', import.meta.url));",
    ],
    [
      'a page links deeper',
      'web/index.html',
      '<script type="module" src="../wasm/abi.ts"></script>',
    ],
  ],
  'knows no page': [
    ['the bridge imports the page', 'wasm/index.ts', "import '../web/src/main.tsx';"],
  ],
  'views never await': [
    ['a view awaits', 'web/src/views/V.tsx', 'export async function f(x) { await x; }'],
    [
      'a view loops over promises',
      'web/src/views/V.tsx',
      'async () => { for await (const x of y); };',
    ],
    ['a view uses then', 'web/src/views/V.tsx', 'export const f = (x) => x.then(g);'],
  ],
  'never call the engine': [
    [
      'a view calls the engine',
      'web/src/views/V.tsx',
      "import { Tokenizer } from '../../../wasm/index.ts';",
    ],
  ],
  'never imports tests': [
    ['the page imports tests', 'web/src/main.tsx', "import { x } from '../../tests/wasm/x.ts';"],
    ['a script imports tests', 'wasm/toolchain/build.mjs', "import '../../tests/run.mjs';"],
  ],
};

for (const [sentence, cases] of Object.entries(broken)) {
  describe(`says "${sentence}" where`, () => {
    it.each(cases)('%s', (_name, path, text) => {
      expect(violations({ [path]: text }).join('\n')).toContain(sentence);
    });
  });
}

describe('is not led astray by', () => {
  it.each([
    ['comments', 'core/src/merge.c', '/* #include <stdio.h>\n malloc(1) */\n// free(x)\n'],
    ['strings', 'core/src/merge.c', 'const char *s = "malloc(1) /* free(2)";\n'],
    [
      'members',
      'core/src/merge.c',
      'void f(A *a) { a->free(a); }\nstruct A { void (*free)(void *); };\n',
    ],
    ['longer names', 'core/src/merge.c', 'void bpeek_merger_free(int x) { my_malloc(x); }\n'],
    ['other buffers', 'wasm/index.ts', 'export const b = (x: Uint8Array) => x.buffer;\n'],
    [
      'copies, seen otherwise',
      'wasm/abi.ts',
      'export function f({ memory }) {\n' +
        '  const c = new Uint32Array(memory.buffer).slice();\n' +
        '  return new Float32Array(c.buffer);\n}\n',
    ],
    [
      'links to elsewhere',
      'web/index.html',
      '<a href="#top">x</a><link href="https://x.org/tests/">',
    ],
  ])('%s', (_name, path, text) => {
    expect(violations({ [path]: text })).toEqual([]);
  });
});

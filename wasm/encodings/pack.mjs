// Packs the bundled encodings: dist/encodings/<name>.bpeek, by means of
// `bpeek convert`, or of the library in dist/ for kinds of files that the command
// does not know. Those are left alone that would come out the same.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main, root, run, Stop } from '../toolchain/process.mjs';
import { step } from '../toolchain/stamp.mjs';
import { furtherRecipes } from './further.mjs';
import { recipes } from './recipes.mjs';
import { toTiktokenFile } from './tiktoken-lines.mjs';

const command = 'core/build/bpeek';
const folder = 'dist/encodings';

const scripts = readdirSync(join(root, 'wasm/encodings'))
  .filter((name) => name.endsWith('.mjs'))
  .map((name) => `wasm/encodings/${name}`);

const sourceOf = ({ tokens }) => `node_modules/tiktoken/encoders/${tokens}.json`;
const fileOf = ({ name }) => `${folder}/${name}.bpeek`;

function pack(recipe) {
  const temporary = mkdtempSync(join(tmpdir(), 'bpeek-'));
  try {
    const tokens = join(temporary, 'tokens.tiktoken');
    const specials = join(temporary, 'specials.txt');
    const source = sourceOf(recipe);
    const { bpe_ranks: ranks } = JSON.parse(readFileSync(join(root, source), 'utf8'));
    writeFileSync(tokens, toTiktokenFile(ranks, source));
    writeFileSync(specials, recipe.specials.map(([id, text]) => `${id} ${text}\n`).join(''));
    const options = ['--pattern', recipe.pattern, '--special-tokens', specials];
    run(command, ['convert', tokens, ...options, '-o', fileOf(recipe)]);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

async function packFurther(recipe) {
  const { Tokenizer } = await import('../../dist/index.js');
  const { file, options } = await recipe.read(recipe.source);
  const tokenizer = await Tokenizer.load(file, options);
  writeFileSync(join(root, fileOf(recipe)), tokenizer.toBpeek());
  tokenizer.free();
}

/** Encodings of an earlier version that there are no longer. */
function removeOthers() {
  const files = [...recipes, ...furtherRecipes].map(fileOf);
  for (const name of readdirSync(join(root, folder))) {
    const file = `${folder}/${name}`;
    if (!files.includes(file)) rmSync(join(root, file), { recursive: true });
  }
}

main(async () => {
  const sources = [...recipes.map(sourceOf), ...furtherRecipes.map(({ source }) => source)];
  const missing = sources.find((path) => !existsSync(join(root, path)));
  if (missing) throw new Stop(`${missing} is missing; run npm ci.`);
  mkdirSync(join(root, folder), { recursive: true });
  removeOthers();
  for (const recipe of recipes) {
    await step({
      name: `the encoding ${recipe.name}`,
      inputs: [command, sourceOf(recipe), ...scripts],
      outputs: [fileOf(recipe)],
      make: () => pack(recipe),
    });
  }
  for (const recipe of furtherRecipes) {
    await step({
      name: `the encoding ${recipe.name}`,
      inputs: ['dist/index.js', 'dist/bpeek.wasm', recipe.source, ...scripts],
      outputs: [fileOf(recipe)],
      make: () => packFurther(recipe),
    });
  }
});

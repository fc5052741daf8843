// Packs the bundled encodings: dist/encodings/<name>.bpeek, by means of
// `bpeek convert`. Those are left alone that would come out the same.
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
import { recipes } from './recipes.mjs';

const command = 'core/build/bpeek';
const folder = 'dist/encodings';

const sourceOf = ({ tokens }) => `node_modules/tiktoken/encoders/${tokens}.json`;
const fileOf = ({ name }) => `${folder}/${name}.bpeek`;

/** Lines of token in base64 and rank, from tiktoken's lines of "! first-rank token token ...". */
function toTiktokenFile(path) {
  const { bpe_ranks: ranks } = JSON.parse(readFileSync(path, 'utf8'));
  if (typeof ranks !== 'string') throw new Stop(`${path} has no tokens; run npm ci again.`);
  const lines = [];
  for (const line of ranks.split('\n')) {
    const [sign, first, ...tokens] = line.split(' ');
    if (sign !== '!' || !/^\d+$/.test(first)) {
      throw new Stop(`${path} is not written as expected; its tokens can't be read.`);
    }
    tokens.forEach((token, i) => {
      lines.push(`${token} ${Number(first) + i}\n`);
    });
  }
  return lines.join('');
}

function pack(recipe) {
  const temporary = mkdtempSync(join(tmpdir(), 'bpeek-'));
  try {
    const tokens = join(temporary, 'tokens.tiktoken');
    const specials = join(temporary, 'specials.txt');
    writeFileSync(tokens, toTiktokenFile(join(root, sourceOf(recipe))));
    writeFileSync(specials, recipe.specials.map(([id, text]) => `${id} ${text}\n`).join(''));
    const options = ['--pattern', recipe.pattern, '--special-tokens', specials];
    run(command, ['convert', tokens, ...options, '-o', fileOf(recipe)]);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** Encodings of an earlier version that there are no longer. */
function removeOthers() {
  const files = recipes.map(fileOf);
  for (const name of readdirSync(join(root, folder))) {
    const file = `${folder}/${name}`;
    if (!files.includes(file)) rmSync(join(root, file), { recursive: true });
  }
}

main(async () => {
  const missing = recipes.map(sourceOf).find((path) => !existsSync(join(root, path)));
  if (missing) throw new Stop(`${missing} is missing; run npm ci.`);
  mkdirSync(join(root, folder), { recursive: true });
  removeOthers();
  for (const recipe of recipes) {
    await step({
      name: `the encoding ${recipe.name}`,
      inputs: [command, sourceOf(recipe), 'wasm/encodings/pack.mjs', 'wasm/encodings/recipes.mjs'],
      outputs: [fileOf(recipe)],
      make: () => pack(recipe),
    });
  }
});

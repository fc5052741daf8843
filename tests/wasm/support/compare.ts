import { expect } from 'vitest';
import type { Tokenizer } from '../../../wasm/index.ts';
import type { Reference } from './reference.ts';

/**
 * Everything that must hold between texts, their tokens and the reference. What fails has the text
 * in its message.
 */
export async function checkTexts(
  tokenizer: Tokenizer,
  reference: Reference,
  texts: readonly string[],
): Promise<void> {
  const literal = await reference.encodeAll(texts, 'literal');
  // There is nothing to parse in most texts.
  const maybeSpecial = texts.filter((text) => text.includes('<|'));
  const parsed = await reference.encodeAll(maybeSpecial, 'parse');
  texts.forEach((text, i) => {
    checkTokens(tokenizer, text, 'literal', literal[i]!, wellFormed(text));
    // Where there is nothing to parse, some of them will do.
    if (text.includes('<|') || i % 8 > 0) return;
    const ids = tokenizer.encode(text, { special: 'parse' });
    expectSameIds(ids, literal[i]!, `${tokenizer.name}, parse`, text);
  });
  maybeSpecial.forEach((text, i) => {
    checkTokens(tokenizer, text, 'parse', parsed[i]!, withoutAliases(reference, text));
  });
}

function withoutAliases({ aliases }: Reference, text: string): string {
  let decoded = wellFormed(text);
  for (const [alias, name] of Object.entries(aliases)) decoded = decoded.replaceAll(alias, name);
  return decoded;
}

function checkTokens(
  tokenizer: Tokenizer,
  text: string,
  special: 'literal' | 'parse',
  expected: Uint32Array,
  decoded: string,
): void {
  const what = `${tokenizer.name}, ${special}`;
  const fail = (part: string) => expect.fail(`${what}, ${part} of ${excerpt(text)}`);
  const ids = tokenizer.encode(text, { special });
  expectSameIds(ids, expected, what, text);
  const tokens = tokenizer.tokens(text, { special });
  expectSameIds(tokens.ids, ids, `${what}, tokens()`, text);
  if (tokenizer.count(text, { special }) !== ids.length) fail('count()');
  if (!isCover(tokens.begins, tokens.ends, text.length)) fail('begins and ends');
  if (!isPieceEnds(tokens.pieceEnds, tokens.ends)) fail('pieceEnds');
  if (tokenizer.decode(ids) !== decoded) fail('decode()');
}

export function expectSameIds(
  actual: Uint32Array,
  expected: Uint32Array,
  what: string,
  text: string,
): void {
  if (Buffer.compare(bytesOf(actual), bytesOf(expected)) === 0) return;
  const at = actual.findIndex((id, i) => id !== expected[i]);
  const from = at < 0 ? actual.length : at;
  expect.fail(
    `${what}: from id ${from} on [${actual.slice(from, from + 8)}], ` +
      `expected [${expected.slice(from, from + 8)}], in ${excerpt(text)}`,
  );
}

export function excerpt(text: string): string {
  const most = 2000;
  return text.length <= most
    ? JSON.stringify(text)
    : `${JSON.stringify(text.slice(0, most))}… (${text.length} units)`;
}

/** The text with U+FFFD for every lone surrogate, as UTF-8 has it. */
export function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}

/** Each token begins where the one before ends; together they are the text. */
export function isCover(begins: Uint32Array, ends: Uint32Array, length: number): boolean {
  let at = 0;
  for (let i = 0; i < ends.length; i++) {
    if (begins[i] !== at || ends[i]! < at) return false;
    at = ends[i]!;
  }
  return begins.length === ends.length && at === length;
}

/** Pieces grow, the last ends with the text, and each ends where some token does. */
function isPieceEnds(pieceEnds: Uint32Array, ends: Uint32Array): boolean {
  let before = 0;
  let token = 0;
  for (const end of pieceEnds) {
    while (token < ends.length && ends[token]! < end) token++;
    if (end <= before || ends[token] !== end) return false;
    before = end;
  }
  return before === (ends.at(-1) ?? 0);
}

function bytesOf(ids: Uint32Array): Uint8Array {
  return new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength);
}

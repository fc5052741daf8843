/** The tokens and merges of a tokenizer.json's model. */
import { fromByteAlphabet } from './byte-alphabet.ts';
import { array, type JsonObject, object, text, unsupported, wrong } from './json.ts';
import { lowerBlock } from './normalizers.ts';

/** BPEEK_MAX_ID. */
const mostId = 2 ** 21 - 2;

/** Ids by what the file calls the tokens. */
export type TokenIds = ReadonlyMap<string, number>;

/** `mayShare` tells which names may stand for the same id as another: those of added tokens. */
export function readTokenIds(model: JsonObject, mayShare: (name: string) => boolean): TokenIds {
  const ids = new Map<string, number>();
  const names: string[] = [];
  for (const [name, id] of Object.entries(object(model.vocab, 'model.vocab'))) {
    const path = `model.vocab[${JSON.stringify(name)}]`;
    if (typeof id !== 'number' || !Number.isInteger(id) || id < 0) {
      throw wrong(path, `is ${JSON.stringify(id)}; ids are whole numbers from 0 on`);
    }
    if (id > mostId) throw wrong(path, `is ${id}; bpeek's ids go up to ${mostId}`);
    const other = names[id];
    if (other !== undefined && !(mayShare(name) && mayShare(other))) {
      throw wrong(path, `is ${id}, which is the id of ${JSON.stringify(other)} too`);
    }
    if (/\p{Surrogate}/u.test(name)) throw wrong(path, 'is no Unicode text');
    names[id] = name;
    ids.set(name, id);
  }
  return ids;
}

/** Merges as rows of three ids: left, right, result. */
export function readMerges(model: JsonObject, ids: TokenIds): Uint32Array {
  const list = array(model.merges, 'model.merges');
  const merges = new Uint32Array(3 * list.length);
  const seen = new Map<number, number>();
  for (const [i, merge] of list.entries()) {
    const [left, right] = pairOf(merge, `model.merges[${i}]`);
    const row = [left, right, left + right].map((name) => {
      const id = ids.get(name);
      if (id !== undefined) return id;
      throw wrong(`model.merges[${i}]`, `needs ${JSON.stringify(name)}, not in model.vocab`);
    });
    const key = (row[0] ?? 0) * 2 ** 21 + (row[1] ?? 0);
    const before = seen.get(key);
    if (before !== undefined) throw wrong(`model.merges[${i}]`, `is model.merges[${before}] again`);
    seen.set(key, i);
    merges.set(row, 3 * i);
  }
  return merges;
}

function pairOf(merge: unknown, path: string): readonly [string, string] {
  const pair = typeof merge === 'string' ? merge.split(' ') : array(merge, path);
  const [left, right] = pair;
  if (pair.length !== 2) throw wrong(path, 'must be two tokens');
  return [text(left, path), text(right, path)];
}

/** The bytes of ordinary tokens, one after the other; a token that is missing has none. */
export interface TokenTable {
  readonly tokenBytes: Uint8Array;
  readonly tokenEnds: Uint32Array;
}

export function tokenTable(tokens: readonly (Uint8Array | undefined)[]): TokenTable {
  const tokenEnds = new Uint32Array(tokens.length);
  let size = 0;
  for (let id = 0; id < tokens.length; id++) {
    size += tokens[id]?.length ?? 0;
    tokenEnds[id] = size;
  }
  const tokenBytes = new Uint8Array(size);
  for (let id = 0; id < tokens.length; id++) {
    const token = tokens[id];
    if (token) tokenBytes.set(token, (tokenEnds[id] ?? 0) - token.length);
  }
  return { tokenBytes, tokenEnds };
}

const encoder = new TextEncoder();

/**
 * Tokens in the alphabet of bytes. A name with other characters stands for itself: no text
 * becomes such a token but through `wholePieceFirst`.
 */
export function byteLevelTokens(
  ids: TokenIds,
  isOrdinary: (id: number) => boolean,
  wholePieceFirst: boolean,
): (Uint8Array | undefined)[] {
  const tokens: (Uint8Array | undefined)[] = [];
  const hasByte = new Set<number>();
  for (const [name, id] of ids) {
    if (!isOrdinary(id)) continue;
    const bytes = fromByteAlphabet(name);
    if (!bytes && wholePieceFirst) {
      throw unsupported(`the token ${JSON.stringify(name)}, not written in GPT-2's byte alphabet`);
    }
    const [byte] = bytes ?? [];
    if (byte !== undefined && bytes?.length === 1) hasByte.add(byte);
    tokens[id] = bytes ? Uint8Array.from(bytes) : encoder.encode(name);
  }
  for (let byte = 0; byte < 256; byte++) {
    if (!hasByte.has(byte)) throw unsupported(`no token for the byte ${hex(byte)}`);
  }
  return tokens;
}

export interface CharacterTokens {
  readonly tokens: (Uint8Array | undefined)[];
  /** For byte fallback. */
  readonly byteTokens: Uint32Array;
  /** Whether U+2581 comes anywhere in a token but at its beginning. */
  readonly hasBlocksInside: boolean;
}

/** Tokens in plain characters, but that U+2581 may stand for a space. */
export function characterTokens(
  ids: TokenIds,
  isOrdinary: (id: number) => boolean,
  spaceIs2581: boolean,
): CharacterTokens {
  const tokens: (Uint8Array | undefined)[] = [];
  const byteTokens = new Uint32Array(256);
  for (let byte = 0; byte < 256; byte++) {
    const id = ids.get(`<0x${hex(byte)}>`);
    if (id === undefined) throw unsupported(`byte fallback without a token <0x${hex(byte)}>`);
    byteTokens[byte] = id;
    tokens[id] = Uint8Array.of(byte);
  }
  let hasBlocksInside = false;
  for (const [name, id] of ids) {
    if (tokens[id] || !isOrdinary(id)) continue;
    if (spaceIs2581 && name.includes(' ')) {
      throw unsupported(`the token ${JSON.stringify(name)}, with a space that no text has`);
    }
    hasBlocksInside ||= name.includes(lowerBlock, 1);
    tokens[id] = encoder.encode(spaceIs2581 ? name.replaceAll(lowerBlock, ' ') : name);
  }
  if (spaceIs2581 && !ids.has(lowerBlock)) {
    throw unsupported(`no token ${JSON.stringify(lowerBlock)} for a space`);
  }
  return { tokens, byteTokens, hasBlocksInside };
}

/** Merges of tokens for byte fallback would begin before it, which bpeek's never do. */
export function checkNoByteMerges(merges: Uint32Array, byteTokens: Uint32Array): void {
  const bytes = new Set(byteTokens);
  const at = merges.findIndex((id) => bytes.has(id));
  if (at >= 0) throw unsupported(`model.merges[${Math.floor(at / 3)}], with a byte fallback token`);
}

export function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}

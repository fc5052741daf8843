/** The tokens and merges of a tokenizer.json's model. */
import { fromByteAlphabet } from './byte-alphabet.ts';
import { array, type JsonObject, object, unsupported, wrong } from './json.ts';
import { byteName, lowerBlock } from './notation.ts';

/** BPEEK_MAX_ID. */
const mostId = 2 ** 21 - 2;

/** Ids by what the file calls the tokens. */
export type TokenIds = ReadonlyMap<string, number>;

export function readTokenIds(model: JsonObject): TokenIds {
  const ids = new Map<string, number>();
  const names: string[] = [];
  const vocab = object(model.vocab, 'model.vocab');
  // Object.entries takes seconds where there are millions.
  for (const name of Object.keys(vocab)) {
    const id = vocab[name];
    if (!isTokenId(id)) {
      throw wrongToken(name, `is ${JSON.stringify(id)}; ids are whole numbers from 0 to ${mostId}`);
    }
    const other = names[id];
    if (other !== undefined) {
      throw wrongToken(name, `is ${id}, which is the id of ${JSON.stringify(other)} too`);
    }
    if (hasLoneSurrogate.test(name)) throw wrongToken(name, 'is the id of what is no Unicode text');
    names[id] = name;
    ids.set(name, id);
  }
  return ids;
}

const hasLoneSurrogate = /\p{Surrogate}/u;

function isTokenId(id: unknown): id is number {
  return typeof id === 'number' && Number.isInteger(id) && id >= 0 && id <= mostId;
}

function wrongToken(name: string, what: string): Error {
  return wrong(`model.vocab[${JSON.stringify(name)}]`, what);
}

/** Merges as rows of three ids: left, right, result. */
export function readMerges(model: JsonObject, ids: TokenIds): Uint32Array {
  const list = array(model.merges, 'model.merges');
  if (list.length > mostId) throw wrong('model.merges', `has more than ${mostId} merges`);
  const merges = new Uint32Array(3 * list.length);
  const idOf = (name: string, i: number): number => {
    const id = ids.get(name);
    if (id !== undefined) return id;
    throw wrong(`model.merges[${i}]`, `needs ${JSON.stringify(name)}, not in model.vocab`);
  };
  for (let i = 0; i < list.length; i++) {
    const [left, right] = pairOf(list[i], i);
    merges[3 * i] = idOf(left, i);
    merges[3 * i + 1] = idOf(right, i);
    merges[3 * i + 2] = idOf(left + right, i);
  }
  return merges;
}

/** Two tokens in an array, or in a string with a space between. */
function pairOf(merge: unknown, i: number): readonly [string, string] {
  if (typeof merge === 'string') {
    const space = merge.indexOf(' ');
    if (space > 0 && space === merge.lastIndexOf(' ')) {
      return [merge.slice(0, space), merge.slice(space + 1)];
    }
  } else if (Array.isArray(merge) && merge.length === 2) {
    const [left, right]: unknown[] = merge;
    if (typeof left === 'string' && typeof right === 'string') return [left, right];
  }
  throw wrong(`model.merges[${i}]`, 'must be two tokens');
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
    if (!hasByte.has(byte))
      throw unsupported(`no token for the byte ${byteName(byte).slice(3, -1)}`);
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
    const id = ids.get(byteName(byte));
    if (id === undefined) throw unsupported(`byte fallback without a token ${byteName(byte)}`);
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

import { type JsonObject, sequence, text, typeOf, unsupported, wrong } from './json.ts';
import { otherReplace, replacement } from './normalizers.ts';
import { lowerBlock } from './notation.ts';
import { type PreTokenizing, prependScheme } from './pre-tokenizers.ts';

/**
 * Checks that a tokenizer.json decodes just as bpeek does: a token's bytes are what it was made
 * of. Says whether decoding drops a space at the beginning.
 */
export function readDecoder(
  value: unknown,
  { isByteLevel, spaceIs2581 }: PreTokenizing,
  hasBlocksInside: boolean,
): boolean {
  const parts = sequence(value, 'decoder', 'decoders');
  const types = parts.map(([part, path]) => typeOf(part, path));
  if (parts.length === 0) throw unsupported('no decoder, which puts spaces between all tokens');
  if (isByteLevel) {
    if (types.join() !== 'ByteLevel') throw unexpected(types, 'ByteLevel');
    return false;
  }
  const last = parts.at(-1);
  let drops = false;
  if (last && types.at(-1) === 'Strip') {
    drops = stripsSpace(...last);
    types.pop();
    parts.pop();
  }
  if (spaceIs2581 && types.includes('Metaspace')) {
    const metaspace = parts.find(([part]) => part.type === 'Metaspace');
    if (!drops && metaspace) drops = metaspaceDrops(...metaspace, hasBlocksInside);
    if (types.join() === 'ByteFallback,Metaspace') return drops;
    throw unexpected(types, 'ByteFallback and Metaspace');
  }
  // Only once all is joined is there one beginning to strip.
  const expected = spaceIs2581 ? 'Replace,ByteFallback,Fuse' : 'ByteFallback,Fuse';
  if (types.join() !== expected) throw unexpected(types, expected.replaceAll(',', ', '));
  const [first] = parts;
  if (spaceIs2581 && first) {
    const [from, to] = replacement(...first);
    if (from !== lowerBlock || to !== ' ') throw otherReplace(new Map([[from, to]]));
  }
  return drops;
}

function unexpected(types: readonly string[], expected: string): Error {
  return unsupported(`the decoder ${types.join(', ') || 'null'} (it must be ${expected})`);
}

function stripsSpace(part: JsonObject, path: string): boolean {
  const content = text(part.content, `${path}.content`);
  const { start, stop } = part;
  if (typeof start !== 'number' || typeof stop !== 'number') {
    throw wrong(path, 'must have the numbers start and stop');
  }
  if (stop === 0 && start === 0) return false;
  if (content === ' ' && start === 1 && stop === 0) return true;
  throw unsupported(
    `a Strip decoder of ${start} and ${stop} times ${JSON.stringify(content)} at the ends`,
  );
}

/** It drops every U+2581 of the first token, where bpeek drops one at its beginning. */
function metaspaceDrops(part: JsonObject, path: string, hasBlocksInside: boolean): boolean {
  if (prependScheme(part, path) === 'never') return false;
  if (hasBlocksInside) {
    throw unsupported('a Metaspace decoder, with U+2581 inside of tokens');
  }
  return true;
}

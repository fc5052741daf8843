/** A model's parts as the engine has them: the bytes of a bpeek_parts, and of a bpeek_special. */
import { type Address, part, partsSize, specialFlag } from './abi-layout.ts';
import { normalizations, type Parts, prefixes, rules, type SpecialToken, units } from './parts.ts';

/** Where the arrays of a bpeek_parts are. */
export interface PartAddresses {
  readonly tokenBytes: Address;
  readonly tokenEnds: Address;
  readonly merges: Address;
  readonly scores: Address;
  readonly byteTokens: Address;
  readonly specials: Address;
  readonly pattern: Address;
  /** In bytes. */
  readonly patternLength: number;
}

export function partsToBytes(parts: Parts, at: PartAddresses): Uint8Array {
  const bytes = new Uint8Array(partsSize);
  const view = new DataView(bytes.buffer);
  const word = (offset: number, value: number) => view.setUint32(offset, value, true);
  const flag = (offset: number, value: boolean) => view.setUint8(offset, value ? 1 : 0);
  word(part.rule, rules.indexOf(parts.rule));
  flag(part.wholePieceFirst, parts.wholePieceFirst);
  word(part.tokenBytes, at.tokenBytes);
  word(part.tokenEnds, at.tokenEnds);
  word(part.tokenCount, parts.tokenEnds.length);
  word(part.merges, at.merges);
  word(part.mergeCount, parts.merges.length / 3);
  word(part.scores, at.scores);
  word(part.unit, units.indexOf(parts.unit));
  word(part.byteTokens, at.byteTokens);
  flag(part.spaceIs2581, parts.spaceIs2581);
  word(part.prefix, prefixes.indexOf(parts.prefix));
  flag(part.prefixOnlyFirst, parts.prefixOnlyFirst);
  flag(part.decodingDropsSpace, parts.decodingDropsSpace);
  word(part.normalization, normalizations.indexOf(parts.normalization));
  word(part.specials, at.specials);
  word(part.specialCount, parts.specialTokens.length);
  word(part.pattern, at.pattern);
  word(part.patternLength, at.patternLength);
  flag(part.keepUnmatched, parts.keepUnmatched);
  return bytes;
}

/** What a bpeek_parts holds itself, and where its arrays are. */
export type PlainParts = Omit<
  Parts,
  'tokenBytes' | 'tokenEnds' | 'merges' | 'scores' | 'byteTokens' | 'specialTokens' | 'pattern'
>;

export function partsFromBytes(bytes: Uint8Array): {
  readonly plain: PlainParts;
  readonly at: PartAddresses;
  readonly tokenCount: number;
  readonly mergeCount: number;
  readonly specialCount: number;
} {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const word = (offset: number) => view.getUint32(offset, true);
  const flag = (offset: number) => view.getUint8(offset) === 1;
  return {
    plain: {
      rule: named(rules, word(part.rule)),
      wholePieceFirst: flag(part.wholePieceFirst),
      unit: named(units, word(part.unit)),
      spaceIs2581: flag(part.spaceIs2581),
      prefix: named(prefixes, word(part.prefix)),
      prefixOnlyFirst: flag(part.prefixOnlyFirst),
      decodingDropsSpace: flag(part.decodingDropsSpace),
      normalization: normalizations[word(part.normalization)],
      keepUnmatched: flag(part.keepUnmatched),
    },
    at: {
      tokenBytes: word(part.tokenBytes),
      tokenEnds: word(part.tokenEnds),
      merges: word(part.merges),
      scores: word(part.scores),
      byteTokens: word(part.byteTokens),
      specials: word(part.specials),
      pattern: word(part.pattern),
      patternLength: word(part.patternLength),
    },
    tokenCount: word(part.tokenCount),
    mergeCount: word(part.mergeCount),
    specialCount: word(part.specialCount),
  };
}

/** A bpeek_special's flags in one word, where each is a byte. */
export function flagsOf({ alias, always, asWritten }: SpecialToken): number {
  return (
    (alias ? specialFlag.alias : 0) |
    (always ? specialFlag.always : 0) |
    (asWritten ? specialFlag.asWritten : 0)
  );
}

export function specialFrom(text: string, id: number, flags: number): SpecialToken {
  return {
    text,
    id,
    alias: (flags & specialFlag.alias) !== 0,
    always: (flags & specialFlag.always) !== 0,
    asWritten: (flags & specialFlag.asWritten) !== 0,
  };
}

/** The name of a number that the engine gives. */
export function named<T>(names: readonly T[], number: number): T {
  const name = names[number];
  if (name === undefined) throw new Error(`Unknown number ${number} from bpeek.wasm.`);
  return name;
}

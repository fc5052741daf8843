import type { Abi, ModelParts } from './abi.ts';
import type { Address } from './abi-layout.ts';
import { BpeekError } from './errors.ts';
import { isId } from './ids.ts';

/** What a .tiktoken file leaves open, since it names no pattern and no special tokens. */
export interface ModelExtras {
  /** The split pattern; without it, the whole text is one piece. */
  readonly pattern?: string | undefined;
  /** Special tokens and their ids. */
  readonly specialTokens?: Readonly<Record<string, number>> | undefined;
}

/** A model in the engine, with what JavaScript wants to know about it. */
export interface Model extends ModelParts {
  readonly abi: Abi;
  readonly address: Address;
}

/** How files begin. A .tiktoken file does with a line of a token in base64 and its rank. */
const bpeekStart = [0x8b, 0x62, 0x70, 0x6b];
const tiktokenStart = /^[\r\n]*[A-Za-z0-9+/]+={0,2} [0-9]+(\r?\n|$)/;

/** Reads a model file of any format that bpeek knows, which its first bytes tell. */
export function readModel(abi: Abi, file: Uint8Array, extras: ModelExtras): Model {
  const address = parse(abi, file, extras);
  const parts = abi.modelParts(address);
  if (parts.isNormalized) {
    abi.freeModel(address);
    throw new BpeekError(
      'bad_model',
      'This model wants text in a normal form of Unicode, which bpeek does not do.',
    );
  }
  return { abi, address, ...parts };
}

function parse(abi: Abi, file: Uint8Array, extras: ModelExtras): Address {
  const beginning = String.fromCharCode(...file.subarray(0, 1024));
  if (tiktokenStart.test(beginning)) {
    return abi.loadTiktoken(file, extras.pattern ?? '', checkSpecials(extras.specialTokens));
  }
  if (bpeekStart.every((byte, i) => file[i] === byte)) {
    if (extras.pattern === undefined && extras.specialTokens === undefined) {
      return abi.loadBpeek(file);
    }
    throw ownPatternError('A .bpeek file');
  }
  throw new BpeekError(
    'damaged_file',
    'This is no model file that bpeek reads: neither a .bpeek nor a .tiktoken file.',
    { offset: 0 },
  );
}

function checkSpecials(specialTokens: Readonly<Record<string, number>> = {}): [string, number][] {
  const list = Object.entries(specialTokens);
  for (const [text, id] of list) {
    if (!isId(id)) {
      throw new BpeekError(
        'bad_argument',
        `The id of the special token ${text} is ${String(id)}; it must be a whole number from 0 on.`,
      );
    }
  }
  return list;
}

/** For pattern and special tokens given with something that has them already. */
export function ownPatternError(what: string): BpeekError {
  return new BpeekError(
    'bad_argument',
    `${what} has a pattern and special tokens of its own; leave these options out.`,
  );
}

// Ids that the reader pastes, back to text.
import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import { BpeekError } from '../../../wasm/index.ts';
import { type IdProblem, readIds } from './ids.ts';
import type { Encoding } from './tokenization.ts';

export interface Decoded {
  text: string;
  count: number;
  /** Whether the bytes are UTF-8; else characters are missing that the ids hold only a part of. */
  isWhole: boolean;
}

export interface Decoding {
  /** What has been typed or pasted as ids. */
  readonly source: ReadonlySignal<string>;
  /** Undefined while there is nothing to decode or no encoding to decode with. */
  readonly result: ReadonlySignal<Decoded | IdProblem | undefined>;
  set(source: string): void;
  /** Puts the text where the playground's text was. */
  accept(): void;
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

function decodeBytes(bytes: Uint8Array): Pick<Decoded, 'text' | 'isWhole'> {
  try {
    return { text: strict.decode(bytes), isWhole: true };
  } catch (error) {
    if (error instanceof TypeError) return { text: lenient.decode(bytes), isWhole: false };
    throw error;
  }
}

function decode(source: string, { tokenizer }: Encoding): Decoded | IdProblem | undefined {
  const ids = readIds(source);
  if ('kind' in ids) return ids;
  if (ids.length === 0) return undefined;
  try {
    const bytes = tokenizer.decodeBytes(ids.map(({ id }) => id));
    return { count: ids.length, ...decodeBytes(bytes) };
  } catch (error) {
    const wrong = error instanceof BpeekError ? ids[error.offset ?? -1] : undefined;
    if (!wrong) throw error;
    return { kind: 'no-such-id', ...wrong };
  }
}

export function createDecoding(
  encoding: ReadonlySignal<Encoding | undefined>,
  onAccept: (decoded: Decoded) => void,
): Decoding {
  const source = signal('');
  const result = computed(() => encoding.value && decode(source.value, encoding.value));
  return {
    source,
    result,
    set(next) {
      source.value = next;
    },
    accept() {
      const decoded = result.peek();
      if (!decoded || 'kind' in decoded) return;
      batch(() => {
        source.value = '';
        onAccept(decoded);
      });
    },
  };
}

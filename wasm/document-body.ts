import type { Abi, EncodedPart, TokenChange, Totals } from './abi.ts';
import type { Address } from './abi-layout.ts';
import type { SpecialPolicy } from './special.ts';

/** A text that is edited, and its tokens. Its callers have checked positions and numbers. */
export interface DocumentBody {
  readonly totals: Totals;
  /** After an error nothing has changed. */
  edit(from: number, to: number, insert: string): TokenChange;
  tokensIn(from: number, to: number): EncodedPart;
  tokensAt(first: number, count: number): EncodedPart;
  text(from: number, to: number): string;
  free(): void;
}

/** The engine's documents. */
export class EngineBody implements DocumentBody {
  readonly #abi: Abi;
  readonly #address: Address;
  totals: Totals = { bytes: 0, characters: 0, units: 0, tokens: 0 };

  constructor(abi: Abi, encoder: Address, policy: SpecialPolicy) {
    this.#abi = abi;
    this.#address = abi.newDocument(encoder, policy);
  }

  edit(from: number, to: number, insert: string): TokenChange {
    const { totals, change } = this.#abi.edit(this.#address, from, to, insert);
    this.totals = totals;
    return change;
  }

  tokensIn(from: number, to: number): EncodedPart {
    return this.#abi.tokensIn(this.#address, from, to);
  }

  tokensAt(first: number, count: number): EncodedPart {
    return this.#abi.tokensAt(this.#address, first, count);
  }

  text(from: number, to: number): string {
    return this.#abi.documentText(this.#address, from, to);
  }

  free(): void {
    this.#abi.freeDocument(this.#address);
  }
}

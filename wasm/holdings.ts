import type { Address } from './abi-layout.ts';
import type { NamedModel } from './load.ts';

/** Something held in the engine, to be given back once. */
export class Held {
  readonly #giveBack: () => void;
  #isFreed = false;

  constructor(giveBack: () => void) {
    this.#giveBack = giveBack;
  }

  get isFreed(): boolean {
    return this.#isFreed;
  }

  free(): void {
    if (this.#isFreed) return;
    this.#isFreed = true;
    this.#giveBack();
  }
}

/** The backstop for what nobody freed. What is held must not refer to its owner. */
export const forgotten = /* @__PURE__ */ new FinalizationRegistry<Held>((held) => held.free());

/** A model's encoder, which a tokenizer and its documents use: freed when the last of them is. */
export class SharedEncoder {
  readonly source: NamedModel;
  readonly address: Address;
  #users = 0;

  /** Takes over the use of the model. */
  constructor(source: NamedModel) {
    this.source = source;
    this.address = source.model.abi.newEncoder(source.model.address);
  }

  use(): Held {
    this.#users++;
    return new Held(() => {
      if (--this.#users > 0) return;
      this.source.model.abi.freeEncoder(this.address);
      this.source.release();
    });
  }
}

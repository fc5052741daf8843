// What `using` calls at the end of a block. These are classes of their own because terser, webpack's
// minifier, takes the look-up in the method's name for an effect: it keeps the class, used or not,
// with all that it refers to; it does so too if they are in a module of another part of the package,
// so what is loaded on demand has that method itself.

export abstract class Freeable {
  abstract free(): void;

  /** As `free`, at the end of a block with `using`. */
  [Symbol.dispose](): void {
    this.free();
  }
}

export abstract class Closable {
  abstract close(): void;

  /** As `close`, at the end of a block with `using`. */
  [Symbol.dispose](): void {
    this.close();
  }
}

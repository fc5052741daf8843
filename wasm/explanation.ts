/** How a piece becomes tokens. Positions are bytes of the piece in UTF-8. */

/** A token of a piece, or a character that is no token: that has no id. */
export interface PieceToken {
  /** The token. */
  readonly id: number | undefined;
  /** Where it begins in the piece. */
  readonly begin: number;
  /** Where it ends. */
  readonly end: number;
}

/**
 * One merge: at byte `at`, `left` and the token after it became `result`, since no pair had a lower
 * rank then. Where the model has scores, ranks count them from the best.
 */
export interface MergeStep {
  /** Where its first token begins. */
  readonly at: number;
  /** The token there; undefined for a character that is no token. */
  readonly left: number | undefined;
  /** As `left`, of the token after it. */
  readonly right: number | undefined;
  /** The token that the two became. */
  readonly result: number;
  /** The lower, the earlier the pair merges. */
  readonly rank: number;
}

/** Why two tokens that are neighbours in the end have not merged, `at` being the place between. */
export type Boundary =
  /** Joined, they are no token. */
  | { readonly at: number; readonly reason: 'no token' }
  /** Joined, they are a token, but one that is made of other parts. */
  | { readonly at: number; readonly reason: 'no merge' }
  /** A pair could have merged here, but a better one took one of its two. */
  | {
      readonly at: number;
      readonly reason: 'lost';
      /** The merge that would have been; the last, if there were several. */
      readonly lost: MergeStep;
      /** The index of the step that prevented it. */
      readonly winner: number;
    };

/** What `explain` returns. */
export interface Explanation {
  /** What the piece is before the first merge. */
  readonly starts: readonly PieceToken[];
  /** Every merge, in order. */
  readonly steps: readonly MergeStep[];
  /** What it is after the last merge, before byte fallback. */
  readonly tokens: readonly PieceToken[];
  /** The places between these tokens, one fewer than there are tokens. */
  readonly boundaries: readonly Boundary[];
  /**
   * The id of the piece, where the tokenizer takes it for a token as it is, without any merge. The
   * steps are then those that merging would have made.
   */
  readonly wholePiece: number | undefined;
}

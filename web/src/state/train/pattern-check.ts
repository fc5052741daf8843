// Whether a split pattern that is being typed is one.
import { effect, type ReadonlySignal, signal } from '@preact/signals';
import { BpeekError, type RemoteEngine } from '../../../../wasm/index.ts';

export interface PatternProblem {
  readonly pattern: string;
  readonly error: BpeekError;
}

export interface PatternCheck {
  readonly problem: ReadonlySignal<PatternProblem | undefined>;
  /** Checks what is typed from now on; to be called while somebody looks. */
  watch(): () => void;
}

export function createPatternCheck(
  pattern: ReadonlySignal<string>,
  engine: () => RemoteEngine,
): PatternCheck {
  const problem = signal<PatternProblem | undefined>(undefined);

  async function check(wanted: string, cancelled: AbortSignal) {
    const options = { vocabSize: 256, pattern: wanted, signal: cancelled };
    try {
      // A text of one letter: this is about the pattern alone.
      (await engine().trainer('a', options)).free();
      problem.value = undefined;
    } catch (error) {
      if (cancelled.aborted) return;
      if (!(error instanceof BpeekError)) throw error;
      problem.value = error.code === 'bad_pattern' ? { pattern: wanted, error } : undefined;
    }
  }

  return {
    problem,
    watch: () =>
      effect(() => {
        const request = new AbortController();
        const wanted = pattern.value;
        if (wanted === '') problem.value = undefined;
        else void check(wanted, request.signal);
        return () => request.abort();
      }),
  };
}

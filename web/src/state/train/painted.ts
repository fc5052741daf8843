// A page of the text in the tokens of a standing: what is to be painted where.
import { tintFrom, tokenAt } from '../tokens.ts';
import { isContinuation } from '../utf8.ts';
import type { Run, Standing } from './run.ts';

export interface PaintedToken {
  readonly index: number;
  readonly id: number;
  readonly from: number;
  readonly to: number;
  /** Where the character begins that the next token has a part of; `to` if there is none. */
  readonly sharedFrom: number;
  readonly tint: number;
}

/** Where the character begins that ends at a position. */
const lastCharacter = (text: string, end: number) =>
  /[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(Math.max(0, end - 2), end)) ? end - 2 : end - 1;

/** The tokens of the page from one position to another; tints begin anew with each line. */
export function paintPage(
  run: Run,
  { tokens }: Standing,
  pageFrom: number,
  pageTo: number,
): PaintedToken[] {
  const { text } = run;
  const { ids, begins, ends } = tokens;
  const continues = (index: number) => {
    const id = ids[index];
    return id !== undefined && isContinuation(run.bytes(id)[0] ?? 0);
  };
  const painted: PaintedToken[] = [];
  let index = tokenAt(tokens, pageFrom);
  let firstOfLine = index;
  for (; index < ids.length; index++) {
    const begin = begins[index] ?? 0;
    if (begin >= pageTo && !(begin === pageTo && continues(index))) break;
    if (text[begin - 1] === '\n' && !continues(index)) firstOfLine = index;
    const from = Math.max(begin, pageFrom);
    const to = Math.min(ends[index] ?? 0, pageTo);
    const isShared = to > from && continues(index + 1);
    painted.push({
      index,
      id: ids[index] ?? 0,
      from,
      to,
      sharedFrom: isShared ? Math.max(from, lastCharacter(text, to)) : to,
      tint: tintFrom(firstOfLine, index),
    });
  }
  return painted;
}

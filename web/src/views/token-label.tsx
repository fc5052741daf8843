// The text of a token with nothing left invisible, and the same in spoken words.
import type { Messages } from '../i18n/messages.ts';
import { codePointName, isUnseen, type LabelPart } from '../state/visible.ts';

export function TokenLabel({ parts }: { parts: readonly LabelPart[] }) {
  return (
    <>
      {parts.map((part, index) =>
        part.kind === 'text' ? (
          part.text
        ) : (
          <span key={index} class={`label-${part.kind}`}>
            {part.text}
          </span>
        ),
      )}
    </>
  );
}

function nameOf(character: string, words: Messages): string {
  switch (character) {
    case ' ':
      return words.space;
    case '\t':
      return words.tab;
    case '\n':
      return words.lineFeed;
    case '\r':
      return words.carriageReturn;
    case '\u00a0':
      return words.noBreakSpace;
    case '\u200b':
      return words.zeroWidthSpace;
    case '\u200c':
      return words.zeroWidthNonJoiner;
    case '\u200d':
      return words.zeroWidthJoiner;
    case '\ufe0e':
    case '\ufe0f':
      return words.variationSelector;
    case '\ufeff':
      return words.byteOrderMark;
    default:
      return isUnseen(character) ? words.invisible(codePointName(character)) : character;
  }
}

/** A text as a screen reader should say it: runs of the same unseen character are counted. */
function spokenText(text: string, words: Messages): string {
  const names: { name: string; count: number; isSeen: boolean }[] = [];
  for (const character of text) {
    const name = nameOf(character, words);
    const isSeen = name === character;
    const last = names.at(-1);
    if (last && isSeen && last.isSeen) last.name += character;
    else if (last && !isSeen && last.name === name) last.count++;
    else names.push({ name, count: 1, isSeen });
  }
  return names.map(({ name, count }) => (count > 1 ? words.times(count, name) : name)).join(' ');
}

export const spokenLabel = (parts: readonly LabelPart[], words: Messages) =>
  parts
    .map(({ kind, source }) =>
      kind === 'hex' ? words.byteSequence(source) : spokenText(source, words),
    )
    .join(' ');

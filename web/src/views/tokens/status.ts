// What the page has to say, in words, and what the reader can do about it.

import type { Messages } from '../../i18n/messages.ts';
import type { LoadFailure } from '../../state/encoding.ts';
import { FILE_LIMIT } from '../../state/file.ts';
import type { LiveRefusal } from '../../state/live-tokens.ts';
import { isProblem, isUndoable, type Notice } from '../../state/notice.ts';
import type { Store } from '../../state/store.ts';
import type { Refused } from '../../state/tokenization.ts';
import { type LinePosition, linePosition, ropePosition } from '../../state/tokens.ts';
import { hexOf } from '../../state/utf8.ts';

export interface Message {
  text: string;
  /** Something went wrong, as opposed to: this is how things are. */
  isProblem: boolean;
  actions: readonly { label: string; act: () => void }[];
  dismiss?: () => void;
}

/** Problems first; when there are none, how things are. */
export function statusMessages(store: Store): readonly Message[] {
  const messages: Message[] = [];
  const live = store.live.value;
  const failure = store.encoding.failure.value;
  const notice = store.notice.value;
  if (live.status === 'refused') messages.push(refusal(store, live));
  if (failure) messages.push(loadFailure(store, failure));
  if (notice) messages.push(noticeMessage(store, notice));
  return messages.length > 0 ? messages : [quietMessage(store)];
}

type Why = Pick<LiveRefusal, 'error' | 'special'>;

/** Why a text has no tokens. */
function refusalSentence(
  words: Messages,
  { error, special }: Why,
  positionOf: (offset: number) => LinePosition,
): string {
  if (error.offset === undefined) return words.textRefused(error.message);
  const { line, column } = positionOf(error.offset);
  return special === undefined
    ? words.textRefusedAt(error.message, line, column)
    : words.specialTokenFound(special, line, column);
}

export const refusalWords = (words: Messages, refused: Refused) =>
  refusalSentence(words, refused, (offset) => linePosition(refused.text, offset));

function refusal(store: Store, refused: LiveRefusal): Message {
  const words = store.words.value;
  const { revision, error, special } = refused;
  const { offset } = error;
  const goThere = (length: number) =>
    offset === undefined
      ? []
      : [{ label: words.goThere, act: () => store.showInText(offset, offset + length) }];
  const treatAsText = {
    label: words.treatAsText,
    act: () => {
      store.preferences.policy.value = 'literal';
    },
  };
  return {
    text: refusalSentence(words, refused, (at) => ropePosition(revision.text, at)),
    isProblem: true,
    actions: [...goThere(special?.length ?? 0), ...(special === undefined ? [] : [treatAsText])],
  };
}

export function failureWords(words: Messages, { name, error }: LoadFailure): string {
  switch (error.code) {
    case 'network':
      return words.encodingUnreachable(name);
    case 'damaged_file':
      return words.encodingDamaged(name, error.offset);
    case 'unknown_encoding':
      return words.encodingUnknown(name);
    default:
      return words.encodingFailed(name, error.message);
  }
}

function loadFailure({ words, encoding, chooseEncoding }: Store, failure: LoadFailure): Message {
  const { name } = failure;
  const { textIsUntouched, countIsStillOf } = words.value;
  const current = encoding.current.value?.name;
  const comfort = current === undefined ? textIsUntouched : countIsStillOf(current);
  return {
    text: `${failureWords(words.value, failure)} ${comfort}`,
    isProblem: true,
    actions: [{ label: words.value.tryAgain, act: () => chooseEncoding(name) }],
    ...(current === undefined ? {} : { dismiss: encoding.dismiss }),
  };
}

function noticeWords(words: Messages, notice: Notice): string {
  switch (notice.kind) {
    case 'loaded-example':
      return words.loadedExample(words[notice.example]);
    case 'loaded-file':
      return words.loadedFile(notice.file, notice.size);
    case 'loaded-link':
      return words.loadedLink;
    case 'loaded-ids':
      return words.loadedIds(notice.count, notice.isWhole);
    case 'damaged-link':
      return words.damagedLink;
    case 'opening-model':
      return words.openingModel(notice.file);
    case 'added-encoding':
      return notice.isKept ? words.nowInUse(notice.name) : words.nowInUseUntilClosed(notice.name);
    case 'removed-encoding':
      return words.removedEncoding(notice.encoding.name);
    case 'model-refused':
      return words.modelRefused(notice.file.name, notice.reason);
    case 'copied':
      return { ids: words.copiedIds, tokens: words.copiedTokens }[notice.what];
    case 'not-copied':
      return words.notCopied;
    case 'not-utf8':
      return words.fileNotUtf8(notice.file, notice.offset, hexOf(notice.byte));
    case 'utf16':
      return words.fileIsUtf16(notice.file);
    case 'too-large':
      return words.fileTooLarge(notice.file, notice.size, FILE_LIMIT);
    case 'unreachable':
      return words.fileUnreachable(notice.file);
    case 'max-length':
      return words.textTooLong(notice.limit);
    case 'unreadable':
      return words.fileUnreadable(notice.file, notice.reason);
  }
}

function noticeActions(store: Store, notice: Notice): Message['actions'] {
  const { undo, openAsText } = store.words.value;
  if (notice.kind === 'removed-encoding') {
    const restore = () => {
      void store.own.restore(notice.encoding);
      store.dismissNotice();
    };
    return [{ label: undo, act: restore }];
  }
  if (notice.kind === 'model-refused') {
    return [{ label: openAsText, act: () => void store.openTextFile(notice.file) }];
  }
  return isUndoable(notice) ? [{ label: undo, act: store.undoReplacement }] : [];
}

export function noticeMessage(store: Store, notice: Notice): Message {
  const words = store.words.value;
  return {
    text: noticeWords(words, notice),
    isProblem: isProblem(notice),
    actions: noticeActions(store, notice),
    dismiss: store.dismissNotice,
  };
}

function quietMessage({ words, encoding, isTextKept }: Store): Message {
  const { loadingEncoding, loadingEncodingPercent, loadingEncodingBytes } = words.value;
  const loading = encoding.loading.value;
  const quiet = (text: string) => ({ text, isProblem: false, actions: [] });
  if (!loading) return quiet(isTextKept.value ? words.value.textIsKept : words.value.textIsNotKept);
  const { name, loaded, total } = loading;
  if (total) return quiet(loadingEncodingPercent(name, loaded / total));
  return quiet(loaded > 0 ? loadingEncodingBytes(name, loaded) : loadingEncoding(name));
}

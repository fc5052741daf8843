// Every word that the page says, in English. Other languages have the same
// keys: see `Messages` in messages.ts.
import { enLanguages } from './en-languages.ts';
import { enTrain } from './en-train.ts';
import { formats } from './formats.ts';

const { bytes, list, number, percent, plural, ratio } = formats('en');

const pluralOf = (one: string, other: string) => (n: number) =>
  `${number(n)} ${plural(n, { one, other })}`;
const nBytes = pluralOf('byte', 'bytes');
const quotedList = (texts: readonly string[]) => list(texts.map((text) => `“${text}”`));

export const en = {
  ...enLanguages,
  ...enTrain,

  documentTitle: 'bpeek: see a tokenizer work',
  brand: 'bpeek',
  skipToText: 'Skip to the text',
  views: 'Views',
  docs: 'Docs',
  viewTokens: 'Tokens',
  viewMerges: 'Merges',
  viewCompare: 'Compare',
  loadingView: 'Loading this view',
  viewUnreachable:
    'This view could not be loaded: there is no network, or the server did not answer. Your text is untouched.',

  // Taking it elsewhere
  share: 'Share',
  shareTitle: 'Share what you see',
  makingLink: 'Making a link',
  linkCopied: 'The link is in your clipboard.',
  linkNotCopied: 'The browser did not let the page copy the link. Copy it from here.',
  linkLabel: 'Link to what you see',
  linkHolds:
    'It holds the text itself, and opens this view with the same encoding and settings. It was not sent to anyone, and no server sees the text when it is opened.',
  linkTooLong: (size: number, limit: number) =>
    `This text is too long for a link: compressed it has ${bytes(size)}, and links are cut beyond ${bytes(limit)}. Save all of it as a file instead, to be opened here.`,
  embedTitle: 'Embed it in a page',
  embedAs: 'Embed as',
  embedAsTag: 'Tag',
  embedAsIframe: 'Iframe',
  embedNoteTag: 'For pages that take a script.',
  embedNoteIframe:
    'For Notion, Moodle and other pages that take no script. The last line gives it its height, and may be left out.',
  copyCode: 'Copy the code',
  codeCopied: 'The code is in your clipboard.',
  codeNotCopied: 'The browser did not let the page copy the code. Copy it from the field.',
  openPlayground: 'Open in bpeek',
  saveAsFile: 'Save as a file',
  close: 'Close',
  useDarkTheme: 'Use the dark theme',
  useLightTheme: 'Use the light theme',

  // The sentence of controls
  controls: 'How the text is tokenized',
  encoding: 'Encoding',
  encodingOption: (name: string, models: string) => `${name} (${models})`,
  specialTokens: 'Special tokens',
  specialAsText: 'as plain text',
  specialParsed: 'parsed',
  specialRefused: 'not allowed',
  showWhitespace: 'Whitespace',
  examples: 'Examples',
  openFile: 'Open file',
  openFileLabel: 'A file to open',
  dropFile: 'Drop the file to open it, a text or an encoding',

  exampleEnglish: 'English',
  exampleKorean: 'Korean',
  exampleJapanese: 'Japanese',
  examplePython: 'Python',
  exampleNumbers: 'Numbers',
  exampleEmoji: 'Emoji with joiners',
  exampleSpecial: 'A special token',

  // The editor
  text: 'Text',
  textPlaceholder: 'Type or paste some text, and its tokens light up.',
  textIsKept: 'Your text stays in this tab.',
  textIsNotKept: 'A reload will lose this text: the browser has no room to keep it.',

  // Loading
  loadingEncoding: (name: string) => `Loading ${name}`,
  loadingEncodingPercent: (name: string, share: number) => `Loading ${name}, ${percent(share)}`,
  loadingEncodingBytes: (name: string, loaded: number) => `Loading ${name}, ${bytes(loaded)}`,
  counting: 'counting',

  // The figures
  figures: 'Figures',
  tokens: (n: number) => plural(n, { one: 'token', other: 'tokens' }),
  countedHow: (encoding: string, policy: string) => `${encoding}, special tokens ${policy}`,
  announceCount: (n: number, encoding: string) =>
    `${pluralOf('token', 'tokens')(n)} in ${encoding}`,
  noCount: 'no count',
  characters: 'Characters',
  bytes: 'Bytes',
  charactersPerToken: 'Characters per token',
  number,
  ratio,
  none: '–',

  // One token
  token: 'Token',
  tokenOf: (position: number, total: number) => `Token ${number(position)} of ${number(total)}`,
  tokenId: 'id',
  tokenLength: nBytes,
  tokenBytes: 'Bytes of the token, by character',
  specialToken: 'special token',
  pointAtToken: 'Point at a token or move the caret into it to see what it is made of.',
  partOfCharacter: (from: number, to: number, size: number, character: string) =>
    from === to
      ? `Byte ${number(from)} of ${number(size)} of ${character}`
      : `Bytes ${number(from)}–${number(to)} of ${number(size)} of ${character}`,
  restOfCharacter: (tokens: readonly number[]) =>
    `The rest of it is in ${plural(tokens.length, { one: 'token', other: 'tokens' })} ${tokens.map(number).join(', ')}.`,
  byteElsewhere: 'in another token',
  mergesOf: 'merges',
  mergeSteps: (steps: number) => `${pluralOf('step', 'steps')(steps)} →`,

  // The token list
  tokenList: 'Token list',
  showTokensAs: 'Show tokens as',
  asText: 'Text',
  asIds: 'IDs',
  asBytes: 'Bytes',
  copy: 'Copy',
  idsAsJson: 'IDs as JSON',
  idsAsPython: 'IDs as a Python list',
  idsAsPlain: 'IDs with spaces',
  tokensAsJson: 'Tokens as JSON',
  decodeIds: 'Decode ids',
  idsToDecode: 'Ids to decode',
  idsToDecodeHint: (encoding: string) =>
    `Paste ids of ${encoding}: JSON, a Python list, or numbers with anything between.`,
  decodedCount: (n: number) => `${pluralOf('id', 'ids')(n)}`,
  decodedIsNotWhole:
    'Some of these ids hold only a part of a character, shown as \ufffd: the text will not give the same ids.',
  notAnId: (found: string, line: number, column: number) =>
    `“${found}” at line ${number(line)}, column ${number(column)} is not an id; ids are whole numbers from 0 on.`,
  noSuchId: (id: number, encoding: string, line: number, column: number) =>
    `${encoding} has no token with the id ${id} (line ${number(line)}, column ${number(column)}). Correct it, or choose the encoding that the ids come from.`,
  useAsText: 'Use as the text',
  cancel: 'Cancel',
  tokenLabel: (text: string, id: number) => `${text}, id ${id}`,
  noTokens: 'No tokens yet. They appear here as soon as there is text.',
  noTokensOfRefused: 'No tokens, for the reason given under the text.',

  // Characters that cannot be seen, named
  space: 'space',
  tab: 'tab',
  lineFeed: 'line feed',
  carriageReturn: 'carriage return',
  noBreakSpace: 'no-break space',
  zeroWidthSpace: 'zero-width space',
  zeroWidthNonJoiner: 'zero-width non-joiner',
  zeroWidthJoiner: 'zero-width joiner',
  variationSelector: 'variation selector',
  byteOrderMark: 'byte order mark',
  times: (count: number, name: string) => `${number(count)} × ${name}`,
  invisible: (codePoint: string) => `invisible character ${codePoint}`,
  byteSequence: (hex: string) => `bytes ${hex}`,

  // Merges: the text in pieces
  piecesTitle: 'The text in pieces',
  piecesHint: (hasPattern: boolean, encoding: string) =>
    hasPattern
      ? 'The split pattern puts a wall before each piece, and nothing merges across a wall. Choose a piece to see how it is built.'
      : `${encoding} has no split pattern: there are no walls, and merges may go from word to word. Choose a stretch to see how it is built.`,
  pieces: 'Pieces',
  pieceLabel: (text: string, kinds: string, tokens: number) =>
    `${text}${kinds && `, ${kinds}`}, ${pluralOf('token', 'tokens')(tokens)}`,
  kindLetters: 'letters',
  kindDigits: 'digits',
  kindContraction: 'contraction',
  kindPunctuation: 'punctuation',
  kindSymbols: 'symbols',
  kindMarks: 'marks',
  kindSpace: 'space',
  kindLineBreak: 'line break',
  kindSpecial: 'special token',
  kindOther: 'other',
  kindMixed: 'mixed',
  joinKinds: (kinds: readonly string[]) => kinds.join(' + '),
  noPieces: 'No pieces yet: there is no text. Type a piece above to see how it is built.',
  noPiecesOfRefused: 'The text has no pieces now:',
  typePiece: 'Your piece',
  typePieceHint: 'strawberry',
  besideEncoding: 'beside',
  besideNone: 'no other',
  pageOf: (page: number, count: number) => `Page ${number(page)} of ${number(count)}`,
  pageEarlier: 'Page before',
  pageLater: 'Page after',

  // Merges: one piece, step by step
  player: 'Steps',
  play: 'Play',
  pause: 'Pause',
  toStart: 'To the bytes',
  toEnd: 'To the end',
  stepBack: 'One step back',
  stepOn: 'One step on',
  stepSlider: 'Step',
  stepOf: (step: number, total: number) => `Step ${number(step)} of ${number(total)}`,
  noSteps: 'Nothing merges here.',
  pieceUnder: (encoding: string) => `The piece under ${encoding}`,
  tokensOfPiece: pluralOf('token', 'tokens'),
  fromStarts: (starts: number, characters: boolean) =>
    characters
      ? `from ${pluralOf('character', 'characters')(starts)}`
      : `from ${pluralOf('byte', 'bytes')(starts)}`,
  rank: (rank: number) => `rank ${number(rank)}`,
  mergeStep: (left: string, right: string, rank: number) =>
    `${left} and ${right} merge, rank ${number(rank)}`,
  nextMerge: 'Next',
  allMerged: 'Done',
  stepsTitle: 'Step by step',
  stepsBefore: (n: number) => `${pluralOf('step', 'steps')(n)} before`,
  stepsAfter: (n: number) => `${pluralOf('step', 'steps')(n)} after`,
  tokensAtEnd: (tokens: string) => `In the end: ${tokens}`,
  treeTitle: 'Merge tree',
  treeOf: (text: string) => `Merge tree of ${text}`,
  treeNode: (whole: string, left: string, right: string) => `${whole} is ${left} and ${right}`,
  reasonsTitle: 'Why not further',
  whyOneToken: 'Everything has become one token: there is nothing left to merge.',
  whyWall: (left: string, right: string) =>
    left === '' || right === ''
      ? 'Different pieces.'
      : left === right
        ? `Different pieces, both of them ${left}.`
        : `Different pieces: ${left}, then ${right}.`,
  whyNoToken: 'Together they are no token.',
  whyNoMerge: 'Together they are a token, but one that is made of other parts.',
  whyLost: 'A better pair went first:',
  whyLostRanks: (won: number, lost: number) =>
    `rank ${number(won)}, before rank ${number(lost)} of`,
  pieceIsToken: (encoding: string, pieces: readonly string[]) =>
    `${quotedList(pieces)} ${plural(pieces.length, { one: 'is a token', other: 'are tokens' })} of ${encoding}, taken at once; the steps are the merges that lead there.`,
  pieceIsTokenAlone: (encoding: string, pieces: readonly string[]) =>
    `${quotedList(pieces)} ${plural(pieces.length, { one: 'is a token', other: 'are tokens' })} of ${encoding}, taken at once; merges alone would not lead there.`,
  pieceIsSpecial: 'A special token is put in by name: nothing merges to make it.',
  pieceDiffersAlone:
    'In the text this stretch ends in other tokens, since merges there reach beyond it.',
  pieceFallsBack: 'A character that is no token becomes its bytes, a token each.',
  pieceTooLong: (size: number, limit: number) =>
    `This stretch has ${bytes(size)}. Steps can be looked at in up to ${bytes(limit)}: choose or type a shorter one.`,

  // Compare
  compareEncodings: 'Encodings that are compared',
  compareEncoding: (n: number) => `Encoding ${number(n)}`,
  compareAdd: 'Add an encoding',
  compareRemove: (encoding: string) => `Leave out ${encoding}`,
  compareShare: (share: number) => `${share > 0 ? '+' : '−'}${percent(Math.abs(share))}`,
  compareOwn: (n: number) =>
    n === 0 ? 'all cuts shared by all' : `${pluralOf('cut', 'cuts')(n)} not shared by all`,
  compareLegend: (n: number) =>
    `A cut that not all encodings share. ${pluralOf('cut is', 'cuts are')(n)} shared by all; a token that is the same in all has the same tint.`,
  compareCell: (encoding: string, n: number) => `${encoding}, ${pluralOf('token', 'tokens')(n)}`,
  compareNext: (page: number) => `Next difference on page ${number(page)}`,
  compareNoText: 'There is no text to compare. Choose an example, or write one under Tokens.',

  // What went wrong, where, and what to do
  dismiss: 'Dismiss',
  undo: 'Undo',
  tryAgain: 'Try again',
  goThere: 'Show it',
  treatAsText: 'Treat as plain text',
  loadedExample: (title: string) => `The text is now the example “${title}”.`,
  loadedFile: (name: string, size: number) => `The text is now ${name} (${bytes(size)}).`,
  loadedLink: 'The text is now that of the link.',
  loadedIds: (n: number, isWhole: boolean) =>
    isWhole
      ? `The text is now that of ${pluralOf('id', 'ids')(n)}.`
      : `The text is now that of ${pluralOf('id', 'ids')(n)}, with \ufffd where an id held only a part of a character.`,
  damagedLink:
    'The text in this link cannot be read: the link was cut off or changed on its way. Ask for it again. Your text is untouched.',
  copiedIds: 'The ids are in your clipboard.',
  copiedTokens: 'The tokens are in your clipboard.',
  notCopied: 'The browser did not let the page copy. Allow it for this page and try again.',
  specialTokenFound: (token: string, line: number, column: number) =>
    `${token} at line ${number(line)}, column ${number(column)} is a special token, and special tokens are not allowed. Remove it, or treat special tokens as plain text.`,
  textRefused: (reason: string) => `This text cannot be tokenized. ${reason}`,
  textRefusedAt: (reason: string, line: number, column: number) =>
    `This text cannot be tokenized at line ${number(line)}, column ${number(column)}. ${reason}`,
  textIsUntouched: 'Your text is untouched.',
  countIsStillOf: (encoding: string) => `The count is still that of ${encoding}.`,
  encodingUnreachable: (name: string) =>
    `${name} could not be loaded: there is no network, or the server did not answer.`,
  encodingDamaged: (name: string, offset: number | undefined) =>
    offset === undefined
      ? `${name} could not be loaded: its file is damaged.`
      : `${name} could not be loaded: its file is damaged at byte ${number(offset)}.`,
  encodingUnknown: (name: string) =>
    `There is no encoding named ${name}. If somebody has made it, ask for its file and open it here.`,
  encodingFailed: (name: string, reason: string) => `${name} could not be loaded. ${reason}`,
  fileNotUtf8: (name: string, offset: number, hex: string) =>
    `${name} is not UTF-8 text: byte ${number(offset)} is ${hex}. Save it as UTF-8 and open it again. Your text is untouched.`,
  fileIsUtf16: (name: string) =>
    `${name} is UTF-16 text. Save it as UTF-8 and open it again. Your text is untouched.`,
  fileTooLarge: (name: string, size: number, limit: number) =>
    `${name} has ${bytes(size)}; this page opens texts of up to ${bytes(limit)}. Your text is untouched.`,
  fileUnreachable: (name: string) =>
    `${name} could not be fetched: there is no network, or no such file. Your text is untouched.`,
  textTooLong: (limit: number) =>
    `This text may have ${number(limit)} characters at most. What you added would make it longer, and was left out.`,
  fileUnreadable: (name: string, reason: string) =>
    `${name} could not be read: ${reason}. Your text is untouched.`,

  // What a first visitor reads. Worth reading, and different in each language.
  welcome: `A language model never sees letters. It sees tokens: bits of text that turned up so often that each was given a number.

A common word is one token. Untokenizable is more.
The same words cost more in some languages: 토큰은 글자도 단어도 아닙니다. 뷁!
Numbers are cut by threes: 1234567 + 89 = 1234656
for i in range(3):
    print(i * "spam")
This family is one picture and many tokens: 👩‍👩‍👧‍👦
And <|endoftext|> is a single token, but only if you allow it.`,
  /** The place in it that the card describes at first. */
  welcomePlace: '뷁',
};

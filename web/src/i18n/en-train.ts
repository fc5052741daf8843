// What the Train view and the list of own encodings say, in English.
import { formats } from './formats.ts';

const { bytes, number, plural, ratio } = formats('en');

const merges = (n: number) => `${number(n)} ${plural(n, { one: 'merge', other: 'merges' })}`;
const times = (n: number) => `${number(n)} ${plural(n, { one: 'time', other: 'times' })}`;

export const enTrain = {
  viewTrain: 'Train',
  exampleTraining: 'A story to train on, in English and Korean',

  // What is to be trained
  trainingSettings: 'What to train',
  vocabularySize: 'Vocabulary size',
  vocabularySizeHint: (learnt: number) => `256 single bytes and ${merges(learnt)}`,
  vocabularySizeWrong: (least: number, most: number) =>
    `A whole number from ${number(least)}, the single bytes, to ${number(most)}.`,
  splitPattern: 'Split pattern',
  splitGpt4: 'GPT-4',
  splitGpt2: 'GPT-2',
  splitNone: 'none',
  splitOwn: 'your own',
  splitNoneHint: 'The whole text is one piece: tokens may reach across words and lines.',
  splitHint: 'Merges stay inside the pieces that this regular expression matches.',
  patternLabel: 'The split pattern, a regular expression',
  registerSpecials: 'Special tokens to register',
  registerSpecialsHint: 'Separated by spaces. They get the ids after the last merge.',
  specialIsRepeated: (special: string) => `${special} is there twice.`,

  // Doing it
  training: 'Training',
  trainingStep: 'The last merge and the next ones',
  startTraining: 'Train',
  pauseTraining: 'Pause',
  goOnTraining: 'Go on',
  oneMerge: 'One merge',
  startOver: 'Start over',
  trainingSpeed: 'Speed',
  speedPerSecond: (n: number) => `${merges(n)} a second`,
  fullSpeed: 'full speed',
  trainingProgress: 'Merges done',
  mergesDone: (done: number, all: number) => `${number(done)} of ${merges(all)}`,
  preparingTraining: 'Splitting the text',
  trainingComplete: (done: number) => `Done: ${merges(done)}.`,
  trainingNoPairLeft: (done: number) =>
    `Done after ${merges(done)}: every piece of the text is one token, and there is no pair left to merge. A longer text has more to learn from.`,
  trainingFailed: (reason: string) => `This cannot be trained. ${reason}`,
  trainingFailedAt: (reason: string, line: number, column: number) =>
    `This cannot be trained, because of line ${number(line)}, column ${number(column)} of the text. ${reason}`,
  trainingIsOutdated: 'The text or the settings have changed since this training began.',
  trainAgain: 'Train anew',
  announceTraining: (done: number, tokens: number) =>
    `${merges(done)} done, ${number(tokens)} tokens`,

  // The text
  trainingText: 'The text it learns from',
  trainingPage: (page: number) => `Page ${number(page)} of the text, in tokens`,
  trainingTextSize: (size: number) => bytes(size),
  trainingTokens: (n: number) => `${number(n)} ${plural(n, { one: 'token', other: 'tokens' })}`,
  editText: 'Edit',
  doneEditing: 'Done',
  useSample: 'Use a sample text',
  shortText: 'A short text has little to learn from.',
  noTrainingText: 'There is no text yet. Write one, open a file, or use the sample text.',
  howItLearns: 'How it learns',
  notTrainedYet: 'Before the first merge every byte is a token of its own.',
  thenTheBestPair:
    'The two neighbours that stand side by side most often become one new token, everywhere in the text.',
  andSoOn: 'This is done again and again, until the vocabulary is as large as you want it.',

  // The step
  lastMerge: (n: number) => `Merge ${number(n)}`,
  noMergeYet: 'No merge yet',
  mergeOccurred: (n: number) => `side by side ${times(n)}`,
  becameToken: (id: number) => `is now token ${id}`,
  pairsInLine: 'Next in line',
  pairsInLineHint: 'The most frequent pairs of neighbours in the text as it is now.',
  nextPair: 'next',
  noPairsInLine: 'No pairs are left.',
  pairLabel: (left: string, right: string, count: number) =>
    `${left} and ${right}, ${times(count)}`,

  // The chart
  tokensByMerges: 'Tokens of the text',
  chartSummary: (done: number, before: number, after: number, compression: number) =>
    `After ${merges(done)} the text has ${number(after)} tokens instead of ${number(before)}: ${ratio(compression)} bytes a token.`,
  chartTokens: 'tokens',
  chartMerges: 'merges',
  chartAt: (done: number, tokens: number, compression: number) =>
    `${merges(done)}: ${number(tokens)} tokens, ${ratio(compression)} bytes a token`,
  compressionRatio: 'Bytes per token',

  // The vocabulary
  vocabulary: 'Vocabulary',
  vocabularyTable: 'Tokens of the vocabulary',
  vocabularyCount: (found: number, all: number) =>
    found === all ? `${number(all)} tokens` : `${number(found)} of ${number(all)} tokens`,
  searchVocabulary: 'Search by text, id or bytes',
  orderTokens: 'Sort by',
  orderNewest: 'newest',
  orderId: 'id',
  orderCount: 'count in the text',
  orderLength: 'length',
  columnId: 'Id',
  columnText: 'Text',
  columnBytes: 'Bytes',
  columnCount: 'In the text',
  columnParents: 'Made of',
  parentsOf: (left: string, right: string) => `${left} + ${right}`,
  singleByte: 'a single byte',
  noTokenFound: 'No token has this in it.',
  vocabularyIsEmpty: 'The vocabulary grows here as soon as training begins.',

  // What becomes of it
  trainingOutcome: 'Take it along',
  encodingName: 'Name',
  useInPlayground: 'Use in the playground',
  downloadModel: 'Download',
  fileModel: 'minbpe .model',
  fileModelDetail: 'Pattern, special tokens and merges',
  fileVocab: 'minbpe .vocab',
  fileVocabDetail: 'All tokens, for people to read',
  fileTiktoken: '.tiktoken',
  fileTiktokenDetail: 'Tokens only; the pattern has to be told to whoever loads it',
  fileTokenizerJson: 'tokenizer.json',
  fileTokenizerJsonDetail: 'For Hugging Face’s tokenizers',
  fileBpeek: '.bpeek',
  fileBpeekDetail: 'Everything, in the smallest file',
  fileSaved: (file: string) => `${file} has been saved.`,
  fileNotSaved: (file: string, reason: string) => `No ${file} can be made of this. ${reason}`,
  tiktokenSaved: (file: string) =>
    `${file} has been saved. Such a file has neither pattern nor special tokens: whoever loads it must be told them.`,
  nowInUse: (name: string) => `${name} is now the encoding of the playground.`,
  nowInUseUntilClosed: (name: string) =>
    `${name} is now the encoding of the playground, until you close this page: the browser has no room to keep it. Download it to have it again.`,
  seeItsTokens: 'See the text in its tokens',
  // The reader's own encodings
  yours: 'yours',
  yourEncodings: 'Your encodings',
  yourEncodingsHint:
    'Trained here, or opened from a file: .bpeek, .tiktoken, tokenizer.json, or a .model of SentencePiece or minbpe. They stay in this browser.',
  noEncodingsYet: 'There are none yet.',
  ownEncodingFacts: (tokens: number, size: number) =>
    `${number(tokens)} ${plural(tokens, { one: 'token', other: 'tokens' })}, ${bytes(size)}`,
  notKeptHere: 'until you close this page',
  nameOf: (name: string) => `Name of ${name}`,
  nameIsTaken: (name: string) => `There is another encoding named ${name}. Choose another name.`,
  nameIsEmpty: 'An encoding needs a name.',
  useEncoding: 'Use',
  inUse: 'in use',
  saveEncoding: (name: string) => `Save ${name} as a file`,
  deleteEncoding: (name: string) => `Delete ${name}`,
  openEncoding: 'Open an encoding',
  trainEncoding: 'Train one',
  openingModel: (file: string) => `Opening ${file}`,
  removedEncoding: (name: string) => `${name} has been deleted.`,
  modelRefused: (file: string, reason: string) =>
    `${file} cannot be opened as an encoding. ${reason} Your text and your encodings are untouched.`,
  openAsText: 'Open it as text',
  patternWanted: 'How does it split text?',
  patternWantedHint: (file: string) =>
    `${file} has tokens, but no split pattern. Say which one its makers use.`,
  splitsLike: 'It splits like',
  splitsAtAll: 'nothing: the whole text is one piece',
  splitsByPattern: 'a pattern of its own',
  addFile: 'Add',

  notMade: (reason: string) => `No encoding can be made of this. ${reason}`,
};

// The words of the Languages view, in English.
import { formats } from './formats.ts';

const { bytes, decimal, money, number, plural, ratio, share } = formats('en');

const regionNames: Readonly<Record<string, string>> = {
  africa: 'Africa',
  europe: 'Europe',
  'western-asia': 'Western Asia',
  'central-asia': 'Central and North Asia',
  'south-asia': 'South Asia',
  'east-asia': 'East Asia',
  'southeast-asia': 'Southeast Asia',
  oceania: 'Oceania',
  'north-america': 'North America',
  'latin-america': 'Latin America and the Caribbean',
  nowhere: 'Of no one place',
};

const nTranslations = (n: number) =>
  `${number(n)} ${plural(n, { one: 'translation', other: 'translations' })}`;

/** How often a text fits into a context window, and what it costs to read it once. */
export interface WindowFinding {
  window: number;
  english: { times: number; cost: number };
  other: { name: string; times: number; cost: number };
}

export const enLanguages = {
  viewLanguages: 'Languages',
  languagesTitle: 'What the same words cost',
  languagesLead:
    'Tokens are what a model reads, remembers and is paid by. How many a text takes depends on its language as much as on what it says.',

  // Encodings
  countedUnder: 'Counted under',
  encodingsCompared: 'Encodings that are compared',
  removeEncoding: (name: string) => `Leave out ${name}`,
  addEncoding: 'Add an encoding',

  // The reader's own rows
  ownTitle: 'Your own sentences',
  ownLead: 'Say the same in each row. The first is what the others are measured by.',
  ownFinding: (encoding: string, row: string, premium: number, first: string) =>
    premium >= 1
      ? `Under ${encoding}, ${row} takes ${ratio(premium)} times the tokens of ${first}.`
      : `Under ${encoding}, no row takes more tokens than ${first}; ${row} comes nearest, with ${ratio(premium)} times as many.`,
  rowNumber: (n: number) => `row ${number(n)}`,
  rowLabel: (n: number, language: string) =>
    language === '' ? `Row ${number(n)}` : `Row ${number(n)}, ${language}`,
  rowLanguage: 'Language',
  noLanguage: 'Language?',
  rowText: (n: number) => `Text of row ${number(n)}`,
  rowTextPlaceholder: 'The same, in another language',
  rowFigures: (n: number) => `Figures of row ${number(n)}`,
  moveUp: (n: number) => `Move row ${number(n)} up`,
  moveDown: (n: number) => `Move row ${number(n)} down`,
  removeRow: (n: number) => `Remove row ${number(n)}`,
  addRow: 'Add a row',
  backToExample: 'Back to the example',
  rowsInTab: 'These rows are too long for the address. They stay in this tab.',
  rowsNowhere:
    'These rows are too long for the address, and the browser has no room to keep them: a reload will lose them.',
  rowRefused: 'holds a special token, which is not allowed',
  baseRow: 'base',

  // Figures
  encodingColumn: 'Encoding',
  tokensColumn: 'Tokens',
  perCharacterColumn: 'Per character',
  premiumColumn: 'Premium',
  premium: (n: number) => `${ratio(n)}×`,
  shortPremium: (n: number) => `${decimal(n)}×`,
  windowColumn: 'Of the window',
  costColumn: 'Cost',
  charactersColumn: 'Characters',
  languageColumn: 'Language',
  scriptColumn: 'Script',
  regionColumn: 'Region',
  windowShare: share,
  cost: money,

  // The Declaration
  declarationTitle: 'One text in every language',
  declarationLead: (complete: number, all: number) =>
    `The Universal Declaration of Human Rights says the same in all of them. Of ${nTranslations(all)}, ${number(complete)} are complete: all thirty articles and the whole preamble.`,
  declarationFinding: (encoding: string, middle: number, dearest: string, most: number) =>
    `Under ${encoding}, half of the translations take at least ${ratio(middle)} times the tokens of the English one. The dearest, ${dearest}, takes ${ratio(most)} times as many.`,
  declarationWaiting: 'Counting the translations.',
  textShown: 'Text',
  articleOne: 'Article 1',
  wholeText: 'The whole text',
  wholeTextSize: (size: number) => `The whole text is ${bytes(size)} to load.`,
  contextWindow: 'Context window',
  contextWindowUnit: 'tokens',
  price: 'Price',
  priceUnit: '$ per million',
  amountWrong: 'Give a number above zero.',
  loadingTexts: 'Loading the translations',
  loadingFullTexts: (loaded: number, total: number | undefined) =>
    total === undefined
      ? `Loading the full texts, ${bytes(loaded)}`
      : `Loading the full texts, ${bytes(loaded)} of ${bytes(total)}`,
  textsUnreachable:
    'The translations could not be loaded: there is no network, or the server did not answer.',

  windowFinding: ({ window, english, other }: WindowFinding) =>
    `A window of ${number(window)} tokens holds this text ${number(english.times)} times in English and ${number(other.times)} times in ${other.name}; a thousand readings cost ${money(1000 * english.cost)} and ${money(1000 * other.cost)}.`,

  // The chart
  chartTitle: 'Times the tokens of the English text',
  chartSource: (text: string) => `Universal Declaration of Human Rights, ${text} · bpeek`,
  chartLabel: (languages: number, encodings: string) =>
    `Bar chart: how many times the tokens of the English text ${number(languages)} ${plural(languages, { one: 'language takes', other: 'languages take' })} under ${encodings}. The table below has the same figures.`,
  chartShows: 'Languages in the chart',
  chartChosen: (n: number) => `Chosen (${number(n)})`,
  chartAll: (n: number) => `All (${number(n)})`,
  noneChosen: 'No language is chosen. Tick some in the table below, or show all.',
  loadingChart: 'Loading the chart',
  chartUnreachable:
    'The chart could not be loaded: there is no network, or the server did not answer. The table has its figures.',
  exportChart: 'Export chart',
  copySvg: 'Copy as SVG',
  copyPng: 'Copy as PNG',
  saveSvg: 'Save as SVG',
  savePng: 'Save as PNG',
  pictureCopied: (kind: string) => `The chart is in your clipboard, as ${kind}.`,
  pictureSaved: (kind: string) => `The chart is saved, as ${kind}.`,
  pictureSavedInstead: (kind: string) =>
    `The browser did not let the page copy the chart, so it is saved, as ${kind}.`,

  // The table
  tableTitle: 'All translations',
  tableFound: (found: number, all: number) =>
    found === all ? nTranslations(all) : `${number(found)} of ${nTranslations(all)}`,
  searchLanguages: 'Search',
  searchPlaceholder: 'Language, script, region or code',
  nothingFound: (query: string) =>
    `No translation has “${query}” in its name, script, region or code.`,
  clearSearch: 'Clear the search',
  groupBy: 'Group by',
  groupNone: 'Nothing',
  groupScript: 'Script',
  groupRegion: 'Region',
  groupHeading: (name: string, n: number, middle: number | undefined) =>
    middle === undefined || n === 1
      ? `${name} · ${nTranslations(n)}`
      : `${name} · ${nTranslations(n)}, median ${ratio(middle)}×`,
  exportTable: 'Export table',
  saveCsv: 'Save as CSV',
  saveJson: 'Save as JSON',
  compareLanguage: (name: string) => `Compare ${name}`,
  readText: (name: string) => `Read it in ${name}`,
  chosenCount: (n: number) => `${number(n)} chosen`,
  chooseFound: 'Choose all found',
  chooseNone: 'Choose none',
  chooseFirst: 'Back to the first choice',
  columnUnder: (column: string, encoding: string) => `${column}, ${encoding}`,
  sortedTable: 'Translations and what they cost',

  regionName: (region: string) => regionNames[region] ?? region,
};

// The reader's own rows: the same said in several languages, the first being what
// the others are measured by. How they are written in the address, and changed.

export interface OwnRow {
  /** BCP 47; empty where the reader has not said. */
  readonly language: string;
  readonly text: string;
}

export const MOST_ROWS = 40;

/** As long as a parameter of the address may be; what is longer is kept in the browser. */
const LONGEST_PARAM = 4000;

/** What a first visit shows: one everyday request, said as people say it. */
export const firstRows: readonly OwnRow[] = [
  {
    language: 'en',
    text: 'Could you please tell me when the next train to the airport leaves?',
  },
  { language: 'ko', text: '공항으로 가는 다음 열차가 언제 출발하는지 알려 주시겠어요?' },
  { language: 'ja', text: '空港行きの次の電車が何時に出発するか教えていただけますか?' },
  { language: 'ar', text: 'هل يمكنك أن تخبرني متى يغادر القطار التالي إلى المطار من فضلك؟' },
  { language: 'hi', text: 'क्या आप कृपया मुझे बता सकते हैं कि हवाई अड्डे के लिए अगली ट्रेन कब निकलेगी?' },
];

export const writeRows = (rows: readonly OwnRow[]): string =>
  JSON.stringify(rows.map(({ language, text }) => [language, text]));

/** Undefined for what is no rows, as in a link that somebody has cut. */
export function readRows(written: string | undefined): readonly OwnRow[] | undefined {
  if (written === undefined) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(written);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
  if (!Array.isArray(parsed) || parsed.length > MOST_ROWS) return undefined;
  const rows = parsed.filter(
    (pair: unknown): pair is [string, string] =>
      Array.isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === 'string'),
  );
  if (rows.length !== parsed.length || rows.length === 0) return undefined;
  return rows.map(([language, text]) => ({ language, text }));
}

/** In the address a character outside ASCII takes nine or twelve: what counts is the whole. */
export const fitsAddress = (written: string): boolean =>
  new URLSearchParams({ rows: written }).toString().length <= LONGEST_PARAM;

export const replaced = (rows: readonly OwnRow[], at: number, change: Partial<OwnRow>) =>
  rows.map((row, i) => (i === at ? { ...row, ...change } : row));

export const removed = (rows: readonly OwnRow[], at: number) => rows.filter((_, i) => i !== at);

/** The row takes the place `to`, and those between move up by one. */
export function moved(rows: readonly OwnRow[], from: number, to: number): readonly OwnRow[] {
  const row = rows[from];
  if (!row || to < 0 || to >= rows.length) return rows;
  return removed(rows, from).toSpliced(to, 0, row);
}

// Which script a text is written in: the one that most of its letters belong to.

const script = (name: string) => new RegExp(`^\\p{Script=${name}}$`, 'u');

/** ISO 15924 codes. Most of the texts are in the first ones. */
const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ['Latn', script('Latin')],
  ['Cyrl', script('Cyrillic')],
  ['Arab', script('Arabic')],
  ['Deva', script('Devanagari')],
  ['Hani', script('Han')],
  ['Jpan', /^[\p{Script=Hiragana}\p{Script=Katakana}]$/u],
  ['Hang', script('Hangul')],
  ['Adlm', script('Adlam')],
  ['Armn', script('Armenian')],
  ['Bamu', script('Bamum')],
  ['Beng', script('Bengali')],
  ['Cakm', script('Chakma')],
  ['Cans', script('Canadian_Aboriginal')],
  ['Cher', script('Cherokee')],
  ['Ethi', script('Ethiopic')],
  ['Geor', script('Georgian')],
  ['Gran', script('Grantha')],
  ['Grek', script('Greek')],
  ['Gujr', script('Gujarati')],
  ['Guru', script('Gurmukhi')],
  ['Hebr', script('Hebrew')],
  ['Java', script('Javanese')],
  ['Khmr', script('Khmer')],
  ['Knda', script('Kannada')],
  ['Lana', script('Tai_Tham')],
  ['Laoo', script('Lao')],
  ['Mlym', script('Malayalam')],
  ['Mong', script('Mongolian')],
  ['Mymr', script('Myanmar')],
  ['Nkoo', script('Nko')],
  ['Olck', script('Ol_Chiki')],
  ['Orya', script('Oriya')],
  ['Sinh', script('Sinhala')],
  ['Syrc', script('Syriac')],
  ['Taml', script('Tamil')],
  ['Tavt', script('Tai_Viet')],
  ['Telu', script('Telugu')],
  ['Tfng', script('Tifinagh')],
  ['Thaa', script('Thaana')],
  ['Thai', script('Thai')],
  ['Tibt', script('Tibetan')],
  ['Vaii', script('Vai')],
  ['Yiii', script('Yi')],
];

export const UNKNOWN_SCRIPT = 'Zyyy';

/** As many letters as it takes to be sure. */
const SAMPLE = 80;

export function scriptOf(text: string): string {
  const counts = new Map<string, number>();
  for (const letter of (text.match(/[\p{L}\p{M}]/gu) ?? []).slice(0, SAMPLE)) {
    const code = SCRIPTS.find(([, letters]) => letters.test(letter))?.[0];
    if (code !== undefined) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  // Only Japanese has kana, however many of its letters are Han.
  if (counts.has('Jpan')) return 'Jpan';
  let most = UNKNOWN_SCRIPT;
  for (const [code, count] of counts) {
    if (count > (counts.get(most) ?? 0)) most = code;
  }
  return most;
}

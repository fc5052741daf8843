// Numbers and plural forms as a language writes them, by Intl.

/** The forms a language has; `other` always, the rest as it needs them. */
type PluralForms = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

export function formats(locale: string) {
  const rules = new Intl.PluralRules(locale);
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const conjunction = new Intl.ListFormat(locale, { type: 'conjunction' });
  const smallShare = new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumSignificantDigits: 2,
  });
  const oneDigit = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const dollars = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: 'USD',
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: 2,
    maximumFractionDigits: 5,
    maximumSignificantDigits: 3,
    roundingPriority: 'morePrecision',
  });
  const twoDigits = new Intl.NumberFormat(locale, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });

  return {
    number: (n: number) => whole.format(n),
    percent: (n: number) => share.format(n),
    /** Down to what a percentage of no digits would round to nothing. */
    share: (n: number) => smallShare.format(n),
    money: (n: number) => dollars.format(n),
    decimal: (n: number) => oneDigit.format(n),
    ratio: (n: number) => twoDigits.format(n),
    list: (items: readonly string[]) => conjunction.format(items),

    bytes(n: number) {
      const power = Math.min(Math.max(0, Math.floor(Math.log10(Math.max(n, 1)) / 3)), 3);
      return new Intl.NumberFormat(locale, {
        style: 'unit',
        unit: UNITS[power] ?? 'byte',
        unitDisplay: power === 0 ? 'long' : 'short',
        maximumFractionDigits: power === 0 ? 0 : 1,
      }).format(n / 1000 ** power);
    },

    plural(n: number, forms: PluralForms) {
      return forms[rules.select(n)] ?? forms.other;
    },
  };
}

// What a widget says before the playground and its dictionary are there.

const words = {
  en: {
    show: 'Show the tokens',
    failed:
      'The tokens of this text could not be shown: there is no network, or a file is missing.',
    again: 'Try again',
  },
};

export type WidgetWords = (typeof words)['en'];

const isKnown = (language: string): language is keyof typeof words => language in words;

/** The words of a language such as `ko` or `en-GB`; English where there are none. */
export function widgetWords(lang: string): WidgetWords {
  const [language = ''] = lang.toLowerCase().split('-');
  return isKnown(language) ? words[language] : words.en;
}

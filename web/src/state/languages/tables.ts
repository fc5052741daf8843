// What there is on screen, as tables for other programs. Columns have short names of
// their own, the same in every language, and figures are written in full.
import type { DeclarationState } from './declaration.ts';
import { costOf, windowShare } from './measures.ts';
import type { OwnState } from './own.ts';
import type { Settings } from './settings.ts';
import type { Table } from './table-files.ts';

export function ownTable({ rows, figures, characters }: OwnState, settings: Settings): Table {
  const encodings = settings.encodings.peek();
  return {
    columns: [
      'language',
      'text',
      'characters',
      ...encodings.flatMap((name) => [
        `${name} tokens`,
        `${name} tokens per character`,
        `${name} premium`,
      ]),
    ],
    rows: rows.peek().map(({ language, text }, i) => {
      const byName = new Map(figures.peek()[i]?.map((figure) => [figure.encoding, figure]));
      return [
        language,
        text,
        characters.peek()[i],
        ...encodings.flatMap((name) => {
          const figure = byName.get(name);
          return [figure?.tokens, figure?.perCharacter, figure?.premium];
        }),
      ];
    }),
  };
}

export function declarationTable(
  { groups, figureOf, charactersOf }: DeclarationState,
  settings: Settings,
): Table {
  const encodings = settings.encodings.peek();
  const window = settings.window.peek();
  const price = settings.price.peek();
  const languages = groups.peek().flatMap(({ languages }) => languages);
  return {
    columns: [
      'code',
      'tag',
      'language',
      'script',
      'region',
      'characters',
      ...encodings.flatMap((name) => [
        `${name} tokens`,
        `${name} tokens per character`,
        `${name} premium`,
        `${name} share of ${window} tokens`,
        `${name} cost at ${price} per million`,
      ]),
    ],
    rows: languages.map((language) => {
      const { translation, name, script, region } = language;
      return [
        translation.code,
        translation.tag,
        name,
        script,
        region,
        charactersOf(language),
        ...encodings.flatMap((encoding) => {
          const figure = figureOf(language, encoding);
          return [
            figure?.tokens,
            figure?.perCharacter,
            figure?.premium,
            figure && windowShare(figure.tokens, window),
            figure && costOf(figure.tokens, price),
          ];
        }),
      ];
    }),
  };
}

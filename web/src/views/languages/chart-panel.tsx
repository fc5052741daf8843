// The chart, which comes when it is first in sight, and the ways to take it along.
import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { layOut } from '../../state/languages/chart.ts';
import { createLanguages, type PictureKind } from '../../state/languages/languages.ts';
import { pictureOf } from '../../state/languages/picture.ts';
import { AlertIcon } from '../icons.tsx';
import { Menu } from '../menu.tsx';
import { Segmented } from '../segmented.tsx';
import { useRoom, useStore } from '../store-context.ts';
import { drawChart } from './chart-drawing.ts';
import './chart-panel.css';
import { groupName } from './group-name.ts';

export function ChartPanel() {
  const { words } = useStore();
  const { declaration, outcome, plot, settings } = useRoom(createLanguages);
  const figure = useRef<HTMLElement>(null);
  const { chartTitle, chartShows, chartChosen, chartAll } = words.value;

  useEffect(() => {
    if (!figure.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) plot.want();
      },
      { rootMargin: '200px' },
    );
    observer.observe(figure.current);
    return () => observer.disconnect();
  }, [plot]);

  return (
    <figure class="panel chart-panel" ref={figure} aria-label={chartTitle}>
      <header>
        <Segmented
          label={chartShows}
          value={settings.isChartOfAll.value ? 'all' : 'chosen'}
          options={[
            { value: 'chosen', label: chartChosen(settings.chosen.value.size) },
            { value: 'all', label: chartAll(declaration.languages.value.length) },
          ]}
          onChoose={(value) => settings.chartAll(value === 'all')}
        />
        <ExportMenu figure={figure} />
      </header>
      <Chart />
      <p class="chart-outcome note" role="status">
        {outcome.value && outcomeWords[outcome.value.how](words.value, outcome.value.kind)}
      </p>
    </figure>
  );
}

type Words = ReturnType<typeof useStore>['words']['value'];

const outcomeWords = {
  copied: (words: Words, kind: PictureKind) => words.pictureCopied(kind.toUpperCase()),
  saved: (words: Words, kind: PictureKind) => words.pictureSaved(kind.toUpperCase()),
  'saved-instead': (words: Words, kind: PictureKind) =>
    words.pictureSavedInstead(kind.toUpperCase()),
};

function ExportMenu({ figure }: { figure: { current: HTMLElement | null } }) {
  const { words } = useStore();
  const { copyPicture, savePicture } = useRoom(createLanguages);
  const { copyPng, copySvg, exportChart, savePng, saveSvg } = words.value;
  const withPicture = (use: typeof copyPicture, kind: PictureKind) => () => {
    const chart = figure.current?.querySelector<SVGSVGElement>('.chart svg');
    if (!figure.current || !chart) return;
    const { backgroundColor } = getComputedStyle(figure.current);
    void use(pictureOf(chart, backgroundColor), kind);
  };
  return (
    <Menu
      label={exportChart}
      items={[
        { id: 'copy-svg', label: copySvg, onChoose: withPicture(copyPicture, 'svg') },
        { id: 'copy-png', label: copyPng, onChoose: withPicture(copyPicture, 'png') },
        { id: 'save-svg', label: saveSvg, onChoose: withPicture(savePicture, 'svg') },
        { id: 'save-png', label: savePng, onChoose: withPicture(savePicture, 'png') },
      ]}
    />
  );
}

function Chart() {
  const { words } = useStore();
  const state = useRoom(createLanguages);
  const { declaration, plot, settings } = state;
  const place = useRef<HTMLDivElement>(null);
  const width = useSignal(0);

  useEffect(() => {
    if (!place.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) width.value = Math.floor(entry.contentRect.width);
    });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [width]);

  useSignalEffect(() => {
    const library = plot.library.value;
    if (!place.current || !library || width.value === 0) return;
    const encodings = settings.encodings.value;
    const groups = declaration.charted.value;
    const layout = layOut({
      groups,
      encodings,
      base: declaration.base.value,
      figureOf: declaration.figureOf,
      headingOf: (group) => groupName(state, words.value, group),
    });
    const text = settings.isWhole.value ? words.value.wholeText : words.value.articleOne;
    place.current.replaceChildren(
      drawChart(library, { layout, encodings, width: width.value, text, words: words.value }),
    );
  });

  const { chartUnreachable, loadingChart, noneChosen, tryAgain } = words.value;
  const isEmpty = declaration.charted.value.length === 0;
  return (
    <>
      {isEmpty && <p class="chart-message">{noneChosen}</p>}
      {plot.isUnreachable.value && (
        <p class="languages-problem" role="alert">
          <AlertIcon />
          <span>{chartUnreachable}</span>
          <button type="button" class="link-button" onClick={plot.want}>
            {tryAgain}
          </button>
        </p>
      )}
      {!plot.library.value && !plot.isUnreachable.value && (
        <p class="chart-message">{loadingChart}</p>
      )}
      {/* Focusable, since it scrolls. */}
      <div
        class={`chart-scroll ${settings.isChartOfAll.value ? 'is-high' : ''}`}
        tabIndex={settings.isChartOfAll.value ? 0 : undefined}
      >
        <div class="chart" ref={place} hidden={isEmpty} />
      </div>
    </>
  );
}

// <bpeek-playground>: the tag itself. It is small, reserves its room at once, and
// fetches the playground when that is wanted.
import type { Tokens } from '../../../wasm/index.ts';
import { widgetWords } from '../i18n/widget-words.ts';
import { attributeNames } from './attributes.ts';
import type { Tell } from './events.ts';
import { homeOf } from './home.ts';
import { createPlaceholder, once } from './placeholder.ts';
import { settingsOf } from './settings.ts';
import { textInside } from './text-inside.ts';
import { whenWanted } from './when-wanted.ts';

type Mounted = Awaited<ReturnType<typeof fetchPlayground>>;

const fetchPlayground = () => import('./mount.tsx');

/** Where there is no document, as when a page is rendered on a server, the class is never used. */
const Base: typeof HTMLElement = globalThis.HTMLElement ?? class {};

export class BpeekPlayground extends Base {
  static readonly observedAttributes = attributeNames;

  #widget: ReturnType<Mounted['mountWidget']> | undefined;
  /** Calls off what is under way: waiting, or fetching the playground. */
  #request: AbortController | undefined;
  /** What `value` was set to before the playground was there. */
  #given: string | undefined;
  #resolveReady: () => void = () => undefined;

  /** Resolves when the text has its tokens for the first time. */
  readonly ready = new Promise<void>((resolve) => {
    this.#resolveReady = resolve;
  });

  /** The text. Setting it is no edit that the reader could undo. */
  get value(): string {
    return this.#widget?.value ?? this.#given ?? this.#firstText();
  }
  set value(text: string) {
    if (this.#widget) this.#widget.value = text;
    else this.#given = text;
  }

  /** The tokens of the text; undefined until there are any. */
  get tokens(): Tokens | undefined {
    return this.#widget?.tokens;
  }

  /** In the merges view, shows the next step, or the one after so many merges. */
  get step(): (to?: number) => void {
    return this.#step;
  }
  /** React and Preact set a property where there is one of an attribute's name. */
  set step(to: number | string | null | undefined) {
    if (to === null || to === undefined || to === '') this.removeAttribute('step');
    else this.setAttribute('step', String(to));
  }

  connectedCallback(): void {
    this.#adopt('value');
    this.#adopt('step');
    // Moved, not removed: all goes on.
    if (this.#request) return;
    this.#request = new AbortController();
    void this.#begin(this.#request.signal);
  }

  disconnectedCallback(): void {
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#request?.abort();
      this.#request = undefined;
      // The text outlives a removal, for whoever puts the element back.
      if (this.#widget) this.#given = this.#widget.value;
      this.#widget?.dispose();
      this.#widget = undefined;
    });
  }

  attributeChangedCallback(): void {
    this.#widget?.update(this.#settings());
  }

  readonly #step = (to?: number) => {
    if (this.#widget) this.#widget.step = to ?? this.#widget.step + 1;
  };

  /** What was set before the tag was defined is a property of the element's own. */
  #adopt(name: 'value' | 'step'): void {
    const own = Object.getOwnPropertyDescriptor(this, name);
    if (!own) return;
    Reflect.deleteProperty(this, name);
    Reflect.set(this, name, own.value);
  }

  async #begin(cancelled: AbortSignal): Promise<void> {
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    const { loading } = this.#settings();
    const placeholder = createPlaceholder(root, widgetWords(this.#language()));
    let isWanted = loading === 'eager';
    while (!cancelled.aborted) {
      try {
        if (!isWanted) await whenWanted(this, loading, placeholder, cancelled);
        const { mountWidget } = await fetchPlayground();
        // Until the page has been read to its end, the text may not all be there.
        if (document.readyState === 'loading') await once(document, 'DOMContentLoaded', cancelled);
        if (cancelled.aborted) return;
        const text = this.#given ?? this.#firstText();
        this.#widget = mountWidget(
          root,
          this.#settings(),
          text,
          homeOf(import.meta.url),
          this.#tell,
        );
        return;
      } catch (error) {
        if (cancelled.aborted) return;
        // A chunk that could not be fetched is a TypeError; the text is still there to be read.
        if (!(error instanceof TypeError)) throw error;
        const detail = { code: 'network', message: error.message, offset: undefined } as const;
        this.#tell({ name: 'bpeek-error', detail });
        await placeholder.askAgain(cancelled);
        isWanted = true;
      }
    }
  }

  readonly #tell: Tell = ({ name, detail }) => {
    if (name === 'bpeek-ready') this.#resolveReady();
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  };

  #settings = () => settingsOf((name) => this.getAttribute(name));

  #language = () => this.closest('[lang]')?.getAttribute('lang') ?? '';

  #firstText = () => this.getAttribute('text') ?? textInside(this);
}

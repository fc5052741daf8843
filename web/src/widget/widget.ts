// dist/widget.js: registers the tag. A page needs nothing else.
import { BpeekPlayground } from './element.ts';

export type { WidgetEvents } from './events.ts';
export { BpeekPlayground };

if (globalThis.customElements && !customElements.get('bpeek-playground')) {
  customElements.define('bpeek-playground', BpeekPlayground);
}

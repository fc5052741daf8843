// A widget is as light or dark as the page around it, which may change while it is there.
// light-dark(), as it is built for browsers that do not know it, would not notice by itself.
import dark from './scheme-dark.css?inline';
import light from './scheme-light.css?inline';

const systemIsDark = matchMedia('(prefers-color-scheme: dark)');

/** A page that says nothing is light. */
function isDark(host: Element): boolean {
  const { colorScheme } = getComputedStyle(host);
  const meta = document.querySelector<HTMLMetaElement>('meta[name="color-scheme"]');
  const declared = colorScheme === 'normal' ? (meta?.content ?? '') : colorScheme;
  if (!/\bdark\b/.test(declared)) return false;
  return /\blight\b/.test(declared) ? systemIsDark.matches : true;
}

/** Keeps a sheet with the scheme at the end of those that the tree has. */
export function followScheme(root: ShadowRoot): () => void {
  const sheet = new CSSStyleSheet();
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  let shown: boolean | undefined;
  const follow = () => {
    // What the sheet said before would be taken for what the page says.
    sheet.disabled = true;
    const next = isDark(root.host);
    sheet.disabled = false;
    if (next !== shown) sheet.replaceSync(next ? dark : light);
    shown = next;
  };
  follow();
  // Sites switch by an attribute of one of these.
  const observer = new MutationObserver(follow);
  for (const element of [document.documentElement, document.body]) {
    observer.observe(element, { attributes: true });
  }
  systemIsDark.addEventListener('change', follow);
  return () => {
    observer.disconnect();
    systemIsDark.removeEventListener('change', follow);
  };
}

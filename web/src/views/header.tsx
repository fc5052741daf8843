import './header.css';
import { hrefOf } from '../state/route.ts';
import { MoonIcon, SunIcon } from './icons.tsx';
import { useStore } from './store-context.ts';
import { views } from './views.ts';

export function Header() {
  const { route, words } = useStore();
  return (
    <header class="header">
      <a class="brand" href={hrefOf(views[0].id)} aria-label={words.value.brand}>
        <span class="bpeek-tint-1">bpe</span>
        <span class="bpeek-tint-2">ek</span>
      </a>
      <nav aria-label={words.value.views}>
        {views.map(({ id, title }) => (
          <a key={id} href={hrefOf(id)} aria-current={route.view.value === id ? 'page' : undefined}>
            {words.value[title]}
          </a>
        ))}
      </nav>
      <ThemeToggle />
    </header>
  );
}

function ThemeToggle() {
  const { theme, words } = useStore();
  const isDark = theme.theme.value === 'dark';
  const label = isDark ? words.value.useLightTheme : words.value.useDarkTheme;
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={label}
      title={label}
      onClick={theme.toggle}
    >
      {isDark ? <SunIcon /> : <MoonIcon />}
    </button>
  );
}

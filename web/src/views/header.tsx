import './header.css';
import { MoonIcon, SunIcon } from './icons.tsx';
import { Share } from './share.tsx';
import { useStore } from './store-context.ts';
import { views } from './views.ts';

export function Header() {
  const { route, words } = useStore();
  return (
    <header class="header">
      <a class="brand" href={route.hrefOf(views[0].id)} aria-label={words.value.brand}>
        <span class="bpeek-tint-1">bpe</span>
        <span class="bpeek-tint-2">ek</span>
      </a>
      <nav aria-label={words.value.views}>
        {views.map(({ id, title }) => (
          <a
            key={id}
            href={route.hrefOf(id)}
            aria-current={route.view.value === id ? 'page' : undefined}
          >
            {words.value[title]}
          </a>
        ))}
      </nav>
      <div class="header-actions">
        <a class="header-link" href="./docs/index.html">
          {words.value.docs}
        </a>
        <Share />
        <ThemeToggle />
      </div>
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

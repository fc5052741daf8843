// How much text it is, beside how many tokens.
import { useStore } from '../store-context.ts';

export function Figures() {
  const { liveTokens, size: sizeNow, words } = useStore();
  const { number, ratio, none, characters, bytes, charactersPerToken } = words.value;
  const size = sizeNow.value;
  const total = liveTokens.value?.count ?? 0;
  const rows = [
    { label: characters, figure: size && number(size.characters) },
    { label: bytes, figure: size && number(size.bytes) },
    { label: charactersPerToken, figure: size && total > 0 && ratio(size.characters / total) },
  ];
  return (
    <dl class="panel figures">
      {rows.map(({ label, figure }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{figure || none}</dd>
        </div>
      ))}
    </dl>
  );
}

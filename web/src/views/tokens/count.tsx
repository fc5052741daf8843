// The number that people come for, with what it is a count of.
import { useStore } from '../store-context.ts';
import { policyWords } from './controls.tsx';

export function Count() {
  const { live, encoding, preferences, words } = useStore();
  const now = live.value;
  const total = now.status === 'ready' ? now.count : undefined;
  const name = encoding.current.value?.name ?? encoding.wanted.value;
  const figure = total === undefined ? words.value.none : words.value.number(total);
  const caption =
    now.status === 'refused'
      ? words.value.noCount
      : now.status === 'counting'
        ? words.value.counting
        : words.value.tokens(total ?? 0);
  return (
    <section
      class="panel count"
      part="count"
      aria-label={words.value.figures}
      aria-busy={total === undefined}
    >
      <p class="count-figure" style={{ '--digits': figure.length }}>
        <strong>{figure}</strong> <span>{caption}</span>
      </p>
      <p class="count-how">
        {words.value.countedHow(name, policyWords(words.value, preferences.policy.value))}
      </p>
    </section>
  );
}

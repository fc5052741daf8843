import type { WidgetEvents } from 'bpeek/widget';
import { useState } from 'preact/hooks';

export function Lesson() {
  const [count, setCount] = useState(0);
  const [step, setStep] = useState(0);
  const follow = ({ detail }: CustomEvent<WidgetEvents['bpeek-change']>) => setCount(detail.count);

  return (
    <main>
      <p class="course">Language models, week 2</p>
      <h1>What a model reads</h1>
      <p>A model never sees letters. It reads tokens; type, and see how many: {count}</p>
      <bpeek-playground
        encoding="gpt2"
        text="안녕하세요, 토큰!"
        onbpeek-ready={follow}
        onbpeek-change={follow}
      />

      <h2>English costs less</h2>
      <p>Most of what GPT-2 learnt from was English, so that whole words of it are tokens.</p>
      <bpeek-playground encoding="gpt2" text="Hello, tokens!" />

      <h2>Where a token comes from</h2>
      <p>It was merged from bytes, pair by pair. Shown is step {step}</p>
      <bpeek-playground
        encoding="gpt2"
        view="merges"
        text="strawberry"
        step={step}
        onbpeek-step={({ detail }) => setStep(detail.step)}
      />
    </main>
  );
}

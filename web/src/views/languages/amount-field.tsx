// A number above zero, with its unit. What is no such number stays in the field, is
// said to be wrong, and changes nothing.
import { useId, useState } from 'preact/hooks';
import { useStore } from '../store-context.ts';

interface Properties {
  label: string;
  unit: string;
  value: number;
  onChange: (value: number) => void;
}

export function AmountField({ label, unit, value, onChange }: Properties) {
  const { words } = useStore();
  /** What is being typed, until it is the value's own way of being written. */
  const [draft, setDraft] = useState<string>();
  const id = useId();
  const amount = draft === undefined ? value : amountOf(draft);
  const isWrong = amount === undefined;
  return (
    <label class="labelled amount">
      <span class="inline-label">{label}</span>
      <input
        class="field"
        type="text"
        inputMode="decimal"
        value={draft ?? String(value)}
        aria-invalid={isWrong}
        aria-describedby={`${id}-unit${isWrong ? ` ${id}-problem` : ''}`}
        onInput={({ currentTarget }) => {
          setDraft(currentTarget.value);
          const next = amountOf(currentTarget.value);
          if (next !== undefined) onChange(next);
        }}
        onBlur={() => {
          if (!isWrong) setDraft(undefined);
        }}
      />
      <span id={`${id}-unit`}>{unit}</span>
      {isWrong && (
        <span id={`${id}-problem`} class="amount-problem" role="alert">
          {words.value.amountWrong}
        </span>
      )}
    </label>
  );
}

/** `128k` and `1m` are how window sizes are written; commas and spaces part the thousands. */
function amountOf(written: string): number | undefined {
  const [, digits, unit] = /^\s*\$?\s*([\d.,_\s]+?)\s*([km]?)\s*$/i.exec(written) ?? [];
  if (digits === undefined) return undefined;
  const scale = { k: 1e3, m: 1e6 }[(unit ?? '').toLowerCase()] ?? 1;
  const amount = Number(digits.replace(/[,_\s]/g, '')) * scale;
  return Number.isFinite(amount) && amount > 0 ? amount : undefined;
}

// A choice that reads as part of a sentence: only the value shows, as wide as its
// words. The browser's own select lies over it, with its keyboard and its list.
import type { ComponentChildren } from 'preact';
import { ChevronIcon } from './icons.tsx';

export interface Option<T extends string> {
  value: T;
  /** What the list says. */
  label: string;
  /** Under which heading it stands in the list. */
  group?: string | undefined;
  /** What stands in the sentence, where that is shorter. */
  short?: string;
}

interface Properties<T extends string> {
  label: string;
  value: T;
  options: readonly Option<T>[];
  onChoose: (value: T) => void;
  /** Drawn inside the control, such as progress. */
  children?: ComponentChildren;
}

export function InlineSelect<T extends string>(properties: Properties<T>) {
  const { label, value, options, onChoose, children } = properties;
  const groups = [...new Set(options.flatMap(({ group }) => group ?? []))];
  const shown = options.find((option) => option.value === value);
  return (
    <label class="inline-select">
      <span class="inline-label">{label}</span>
      <span class="inline-value">
        <span aria-hidden="true">{shown?.short ?? shown?.label}</span>
        <ChevronIcon />
        <select
          aria-label={label}
          value={value}
          onChange={({ currentTarget }) => {
            const chosen = options.find((option) => option.value === currentTarget.value);
            if (chosen) onChoose(chosen.value);
          }}
        >
          <Options of={options.filter(({ group }) => group === undefined)} />
          {groups.map((group) => (
            <optgroup key={group} label={group}>
              <Options of={options.filter((option) => option.group === group)} />
            </optgroup>
          ))}
        </select>
        {children}
      </span>
    </label>
  );
}

const Options = ({ of }: { of: readonly Option<string>[] }) =>
  of.map(({ value, label }) => (
    <option key={value} value={value}>
      {label}
    </option>
  ));

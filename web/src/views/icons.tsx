// Icons of 16 by 16, drawn in the colour of the text beside them.
import type { ComponentChildren } from 'preact';

function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      {children}
    </svg>
  );
}

export const ChevronIcon = () => (
  <Icon>
    <path d="M4.5 6.5 8 10l3.5-3.5" />
  </Icon>
);

export const SunIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="2.75" />
    <path d="M8 1.5v1.25M8 13.25v1.25M1.5 8h1.25M13.25 8h1.25M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9" />
  </Icon>
);

export const MoonIcon = () => (
  <Icon>
    <path d="M13.2 9.8A5.75 5.75 0 0 1 6.2 2.8a5.75 5.75 0 1 0 7 7z" />
  </Icon>
);

export const WhitespaceIcon = () => (
  <Icon>
    <path d="M2.5 6.5v4h11v-4" />
  </Icon>
);

export const FileIcon = () => (
  <Icon>
    <path d="M9 1.75H4.5a1 1 0 0 0-1 1v10.5a1 1 0 0 0 1 1h7a1 1 0 0 0 1-1v-8zM9 1.75v3.5h3.5" />
  </Icon>
);

export const ShareIcon = () => (
  <Icon>
    <path d="M8 9.75v-8M5 4.25l3-3 3 3M4.25 7.25h-.5a1 1 0 0 0-1 1v5a1 1 0 0 0 1 1h8.5a1 1 0 0 0 1-1v-5a1 1 0 0 0-1-1h-.5" />
  </Icon>
);

export const UpIcon = () => (
  <Icon>
    <path d="M8 13V3.25M4 7.25l4-4 4 4" />
  </Icon>
);

export const DownIcon = () => (
  <Icon>
    <path d="M8 3v9.75M4 8.75l4 4 4-4" />
  </Icon>
);

/** Both arrows where the list is not sorted by this. */
export const SortIcon = ({ direction }: { direction: 'ascending' | 'descending' | undefined }) => (
  <Icon>
    {direction !== 'descending' && <path d="M5 6.5 8 3.5l3 3" />}
    {direction !== 'ascending' && <path d="M5 9.5l3 3 3-3" />}
  </Icon>
);

export const AlertIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="6.25" />
    <path d="M8 4.75v4M8 11.15v.1" />
  </Icon>
);

export const CloseIcon = () => (
  <Icon>
    <path d="m4.25 4.25 7.5 7.5M11.75 4.25l-7.5 7.5" />
  </Icon>
);

export const PlayIcon = () => (
  <Icon>
    <path d="M4.5 2.75v10.5L13 8z" />
  </Icon>
);

export const PauseIcon = () => (
  <Icon>
    <path d="M5 3v10M11 3v10" />
  </Icon>
);

export const StepIcon = () => (
  <Icon>
    <path d="M6 3.5 10.5 8 6 12.5" />
  </Icon>
);

export const ToEndIcon = () => (
  <Icon>
    <path d="M4 3.5 8.5 8 4 12.5M12 3.5v9" />
  </Icon>
);

export const DownloadIcon = () => (
  <Icon>
    <path d="M8 2v8.5M4.75 7.5 8 10.75l3.25-3.25M2.5 13.5h11" />
  </Icon>
);

export const BinIcon = () => (
  <Icon>
    <path d="M2.75 4.25h10.5M6 4.25v-1.5h4v1.5M4.25 4.25l.5 9h6.5l.5-9M6.75 7v3.5M9.25 7v3.5" />
  </Icon>
);

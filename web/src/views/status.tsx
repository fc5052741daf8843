// What the page has to say, in one line each, with what the reader can do about it.
import type { TargetedMouseEvent } from 'preact';
import { useRef } from 'preact/hooks';
import { focusedIn } from './dismiss.ts';
import './status.css';
import { AlertIcon, CloseIcon } from './icons.tsx';
import { useStore } from './store-context.ts';
import { type Message, statusMessages } from './tokens/status.ts';

/** What there is to say about the text, problems first. */
export function Status() {
  return <Messages messages={statusMessages(useStore())} />;
}

/** Problems go before what is said by the way. */
export function Messages({ messages }: { messages: readonly Message[] }) {
  const root = useRef<HTMLDivElement>(null);

  /** A button that goes with its message leaves the focus here, unless what it did took it. */
  const doing = (act: () => void) => (event: TargetedMouseEvent<HTMLButtonElement>) => {
    const button = event.currentTarget;
    act();
    requestAnimationFrame(() => {
      const focused = focusedIn(root.current);
      const isNowhere = !focused || focused === document.body;
      if (!button.isConnected && isNowhere) root.current?.focus({ preventScroll: true });
    });
  };

  return (
    <div class="status" ref={root} tabIndex={-1}>
      <div role="alert">
        {messages
          .filter(({ isProblem }) => isProblem)
          .map((message) => (
            <StatusLine key={message.text} message={message} doing={doing} />
          ))}
      </div>
      <div role="status">
        {messages
          .filter(({ isProblem }) => !isProblem)
          .map((message) => (
            <StatusLine key={message.text} message={message} doing={doing} />
          ))}
      </div>
    </div>
  );
}

interface StatusLineProperties {
  message: Message;
  doing(act: () => void): (event: TargetedMouseEvent<HTMLButtonElement>) => void;
}

function StatusLine({ message, doing }: StatusLineProperties) {
  const { words } = useStore();
  const { text, isProblem, actions, dismiss } = message;
  return (
    <div class={isProblem ? 'status-line is-problem' : 'status-line'}>
      {isProblem && <AlertIcon />}
      <p>{text}</p>
      {actions.map(({ label, act }) => (
        <button key={label} type="button" class="link-button" onClick={doing(act)}>
          {label}
        </button>
      ))}
      {dismiss && (
        <button
          type="button"
          class="icon-button is-small"
          aria-label={words.value.dismiss}
          onClick={doing(dismiss)}
        >
          <CloseIcon />
        </button>
      )}
    </div>
  );
}

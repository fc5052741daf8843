// What the page has to say, in one line each, with what the reader can do about it.
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
  return (
    <div class="status">
      <div role="alert">
        {messages
          .filter(({ isProblem }) => isProblem)
          .map((message) => (
            <StatusLine key={message.text} message={message} />
          ))}
      </div>
      <div role="status">
        {messages
          .filter(({ isProblem }) => !isProblem)
          .map((message) => (
            <StatusLine key={message.text} message={message} />
          ))}
      </div>
    </div>
  );
}

function StatusLine({ message }: { message: Message }) {
  const { words } = useStore();
  const { text, isProblem, actions, dismiss } = message;
  return (
    <div class={isProblem ? 'status-line is-problem' : 'status-line'}>
      {isProblem && <AlertIcon />}
      <p>{text}</p>
      {actions.map(({ label, act }) => (
        <button key={label} type="button" class="link-button" onClick={act}>
          {label}
        </button>
      ))}
      {dismiss && (
        <button
          type="button"
          class="icon-button is-small"
          aria-label={words.value.dismiss}
          onClick={dismiss}
        >
          <CloseIcon />
        </button>
      )}
    </div>
  );
}

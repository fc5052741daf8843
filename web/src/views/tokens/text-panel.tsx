// The editor, and under it what there is to say about the text.
import { Editor } from '../../editor/editor.tsx';
import { AlertIcon, CloseIcon } from '../icons.tsx';
import { useStore } from '../store-context.ts';
import { type Message, statusMessages } from './status.ts';

export function TextPanel() {
  const store = useStore();
  return (
    <section class="panel text-panel" part="text" aria-label={store.words.value.text}>
      <Editor store={store} />
      <Status />
    </section>
  );
}

/** What there is to say about the text, problems first. */
export function Status() {
  const messages = statusMessages(useStore());
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

// What has just happened, above the views that don't say it themselves.
import { useEffect } from 'preact/hooks';
import { followUndo } from '../state/follow-undo.ts';
import { Messages } from './status.tsx';
import { useStore } from './store-context.ts';
import { noticeMessage } from './tokens/status.ts';
import { viewOf } from './views.ts';

export function NoticeBar() {
  const { route } = useStore();
  return viewOf(route.view.value).saysNotices ? null : <Bar />;
}

/** There while it is empty, so that screen readers tell what comes into it. */
function Bar() {
  const store = useStore();
  useEffect(() => followUndo(store), [store]);
  const notice = store.notice.value;
  return (
    <div class="notice-bar">
      <Messages messages={notice ? [noticeMessage(store, notice)] : []} />
    </div>
  );
}

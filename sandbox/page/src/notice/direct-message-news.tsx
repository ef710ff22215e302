import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useSandbox } from '../sandbox-context.js';
import { words } from '../words/words.js';
import { Icon } from '../widget/icon.js';

const SHOWN_MS = 8000;
const says = words.workspace.conversation;

/** Tells, for a while, that the bot has written while the person looks elsewhere. */
export function DirectMessageNews(props: {
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}): ReactNode {
  const { snapshot } = useSandbox();
  const unread = snapshot.channels.find((channel) => channel.id === snapshot.dmId)?.unread ?? 0;
  const before = useRef({ personId: snapshot.me.id, unread });
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    const isMore = before.current.personId === snapshot.me.id && unread > before.current.unread;
    before.current = { personId: snapshot.me.id, unread };
    if (isMore) setShown(true);
    else if (unread === 0) setShown(false);
  }, [unread, snapshot.me.id]);
  useEffect(() => {
    if (!isShown) return;
    const timer = setTimeout(() => setShown(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isShown, unread]);
  return (
    <div className="news" role="status">
      {isShown && !props.isOpen && (
        <button type="button" className="button button-small" onClick={props.onOpen}>
          <Icon name="key" /> {says.directMessage(snapshot.app.name)} <u>{says.open}</u>
        </button>
      )}
    </div>
  );
}

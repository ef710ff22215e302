import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { type AskConfirm, ConfirmContext } from '../confirm-context.js';
import type { Confirm } from '../element/element-schema.js';
import { useSandbox } from '../sandbox-context.js';
import { ConfirmDialog } from '../view/confirm-dialog.js';
import { Modal } from '../view/modal.js';
import { words } from '../words/words.js';
import { Conversation } from './conversation.js';
import { DirectMessageNews } from '../notice/direct-message-news.js';
import type { Place } from '../location/use-location.js';
import { Sidebar } from './sidebar.js';

interface Question {
  readonly confirm: Confirm;
  readonly answer: (confirmed: boolean) => void;
}

/** One person's Slack: what is open, and the dialogs over it. */
export function Workspace(props: {
  readonly place: Place;
  readonly onPlace: (place: Place) => void;
  readonly showsSidebar: boolean;
}): ReactNode {
  const { snapshot } = useSandbox();
  const [question, setQuestion] = useState<Question>();
  const { place, onPlace } = props;
  const channel =
    snapshot.channels.find((candidate) =>
      place.channel === 'dm' ? candidate.id === snapshot.dmId : candidate.name === place.channel,
    ) ?? snapshot.channels[0];
  const top = snapshot.modals.at(-1);
  const mentions = snapshot.channels.reduce((sum, candidate) => sum + candidate.mentions, 0);
  useEffect(() => {
    document.title = `${mentions > 0 ? `(${mentions}) ` : ''}${channel?.name ?? ''} · ${snapshot.me.realName}`;
  }, [mentions, channel?.name, snapshot.me.realName]);

  const ask = useCallback<AskConfirm>(
    (confirm) => new Promise((resolve) => setQuestion({ confirm, answer: resolve })),
    [],
  );
  const answer = (confirmed: boolean): void => {
    question?.answer(confirmed);
    setQuestion(undefined);
  };
  return (
    <ConfirmContext value={ask}>
      <div className="workspace" {...covered(top !== undefined || question !== undefined)}>
        {props.showsSidebar && (
          <Sidebar
            openId={channel?.id}
            onOpen={(chosen) =>
              onPlace({
                channel: chosen.id === snapshot.dmId ? 'dm' : chosen.name,
                tab: 'messages',
              })
            }
          />
        )}
        <DirectMessageNews
          isOpen={channel?.id === snapshot.dmId && place.tab === 'messages'}
          onOpen={() => onPlace({ channel: 'dm', tab: 'messages' })}
        />
        {channel ? (
          <Conversation channel={channel} tab={place.tab} onTab={(tab) => onPlace({ channel: 'dm', tab })} />
        ) : (
          <main className="conversation">
            <p className="empty">{words.workspace.sidebar.noChannel(snapshot.me.realName)}</p>
          </main>
        )}
      </div>
      {top && (
        <div {...covered(question !== undefined)}>
          <Modal key={top.id} view={top} below={snapshot.modals.length - 1} />
        </div>
      )}
      {question && <ConfirmDialog confirm={question.confirm} onAnswer={answer} />}
    </ConfirmContext>
  );
}

/** What stands behind a dialog; not every screen reader knows `inert` yet. */
function covered(isCovered: boolean): { readonly inert: boolean; readonly 'aria-hidden': boolean } {
  return { inert: isCovered, 'aria-hidden': isCovered };
}

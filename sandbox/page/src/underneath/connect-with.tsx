import { type ReactNode, useEffect, useState } from 'react';
import type { ConnectableAccount } from '../../../api/connectable-accounts.js';
import { words } from '../words/words.js';

const says = words.underneath.connect;

/** The API clients with which an admin can connect a workspace, as the Alphaus console would have given them. */
export function ConnectWith(): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const [accounts, setAccounts] = useState<readonly ConnectableAccount[]>([]);
  useEffect(() => {
    if (!isOpen) return;
    let isOver = false;
    const ask = async (): Promise<void> => {
      const answer: unknown = await fetch('/sandbox/connectable')
        .then((response) => response.json())
        .catch(() => []);
      if (!isOver && isAccounts(answer)) setAccounts(answer);
    };
    void ask();
    return () => {
      isOver = true;
    };
  }, [isOpen]);
  return (
    <details className="held" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{says.title}</summary>
      <p className="panel-intro">{says.intro}</p>
      {accounts.map(({ product, user, clientId, clientSecret }) => (
        <dl key={product}>
          <dt>{says.product}</dt>
          <dd>
            {says.products[product]}, {user}
          </dd>
          <dt>{words.trial.clientId}</dt>
          <dd>
            <code>{clientId}</code>
          </dd>
          <dt>{words.trial.clientSecret}</dt>
          <dd>
            <code>{clientSecret}</code>
          </dd>
        </dl>
      ))}
    </details>
  );
}

function isAccounts(answer: unknown): answer is readonly ConnectableAccount[] {
  return Array.isArray(answer);
}

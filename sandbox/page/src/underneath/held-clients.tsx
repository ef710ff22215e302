import { type ReactNode, useState } from 'react';
import { words } from '../words/words.js';
import { orderClients } from './order.js';
import { useUnderneath } from './underneath-context.js';

const MANY = 10_000;
const says = words.underneath.held;

/** The API's own truth, whatever the bot believes. */
export function HeldClients(): ReactNode {
  const { now } = useUnderneath();
  const clients = now?.clients ?? [];
  const count = now?.clientCount ?? 0;
  const [state, setState] = useState<'busy' | 'failed'>();
  const fill = async (): Promise<void> => {
    setState('busy');
    setState((await orderClients(MANY)) ? undefined : 'failed');
  };
  return (
    <details className="held">
      <summary>
        {says.title} <small>{says.count(count)}</small>
      </summary>
      {count < MANY && (
        <button
          type="button"
          className="button button-small"
          title={says.manySays}
          aria-busy={state === 'busy'}
          onClick={() => state !== 'busy' && void fill()}
        >
          {says.many(MANY)}
        </button>
      )}
      <div role="status">{state === 'failed' && words.underneath.trouble.failed}</div>
      <div className="held-scroll" role="region" aria-label={says.title} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{says.name}</th>
              <th scope="col">{says.id}</th>
              <th scope="col">{says.user}</th>
            </tr>
          </thead>
          <tbody>
            {clients.map((client) => (
              <tr key={client.id}>
                <td>{client.name}</td>
                <td>
                  <code>{client.id}</code>
                </td>
                <td>{client.user}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {count > clients.length && <p>{says.newest(clients.length)}</p>}
      </div>
    </details>
  );
}

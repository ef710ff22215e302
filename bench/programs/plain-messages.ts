/** What the plain bot says, in as many blocks, of the same kinds and about the same size, as the bot. */
import type { KnownBlock, RichTextElement } from '@slack/types';

const plain = (text: string) => ({ type: 'plain_text' as const, text, emoji: false });
const bold = (text: string) => ({ type: 'text' as const, text, style: { bold: true } });
const text = (said: string) => ({ type: 'text' as const, text: said });
const rich = (...elements: RichTextElement[]): KnownBlock => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
});
const user = (user_id: string) => ({ type: 'user' as const, user_id });
const FORMAT = '{date_short_pretty} {time}';
const secondsOf = (at: string): number => Math.floor(Date.parse(at) / 1000);
const fallbackOf = (at: string): string => `${at.slice(0, 16).replace('T', ' ')} UTC`;
const richDate = (at: string) => ({
  type: 'date' as const,
  timestamp: secondsOf(at),
  format: FORMAT,
  fallback: fallbackOf(at),
});
const slackDate = (at: string): string => `<!date^${secondsOf(at)}^${FORMAT}|${fallbackOf(at)}>`;
const now = (): string => new Date().toISOString();
const header = (said: string): KnownBlock => ({ type: 'header', text: plain(said) });
const context = (said: string): KnownBlock => ({
  type: 'context',
  elements: [{ type: 'mrkdwn', text: said }],
});
const button = (action_id: string, label: string, value: object) => ({
  type: 'button' as const,
  action_id,
  text: plain(label),
  value: JSON.stringify(value),
});
const actions = (...elements: ReturnType<typeof button>[]): KnownBlock => ({ type: 'actions', elements });

export interface Listed {
  readonly client_id: string;
  readonly name: string;
  readonly create_time: string;
}

const PAGE_SIZE = 10;
const day = (at: string): string => `<!date^${secondsOf(at)}^{date_short_pretty}|${at.slice(0, 10)}>`;

/** One page of a list, the newest first. */
export function listPage(clients: readonly Listed[], of: string, page: number) {
  const from = page * PAGE_SIZE;
  const shown = clients
    .toSorted((one, other) => Date.parse(other.create_time) - Date.parse(one.create_time))
    .slice(from, from + PAGE_SIZE);
  const part = `${from + 1} to ${from + shown.length} of ${clients.length}`;
  const browsed = { user: of, mine: false, text: '', sort: 'newest' };
  return {
    text: `API clients, ${part}\n${shown.map(({ name, client_id }) => `${name} (${client_id})`).join('\n')}`,
    blocks: [
      header('API clients'),
      rich(text(part), text('\n'), text('Alphaus user: '), bold(of)),
      ...shown.map(
        ({ name, client_id, create_time }): KnownBlock => ({
          type: 'section',
          text: {
            type: 'mrkdwn',
            text: `*${name}*\n${of} · no owner · created ${day(create_time)} · \`${client_id}\``,
            verbatim: true,
          },
          accessory: button('client.show.v1', 'Show', { id: client_id }),
        }),
      ),
      actions(
        ...(page > 0 ? [button('list.previous.v1', 'Previous', { ...browsed, page: page - 1 })] : []),
        button('list.next.v1', 'Next', { ...browsed, page: page + 1 }),
        button('list.filter.v1', 'Filter', { ...browsed, page }),
        button('list.clear.v1', 'Clear filters', { sort: 'newest' }),
        button('list.refresh.v1', 'Refresh', { ...browsed, page }),
      ),
    ],
  };
}

export interface Wanted {
  readonly id: string;
  readonly name: string;
  readonly requester: string;
}

const facts = ({ name, requester }: Wanted): KnownBlock =>
  rich(
    user(requester),
    text(' requests '),
    bold(name),
    text(' under '),
    bold('billing'),
    text('\n'),
    bold('Purpose: '),
    text('to be measured'),
  );
const timesOf = ({ requester }: Wanted): string =>
  `Owner <@${requester}> · no end date · requested ${slackDate(now())}`;
const times = (wanted: Wanted): KnownBlock => context(timesOf(wanted));
const approvedBy = (decider: string): string =>
  `Approved by <@${decider}> ${slackDate(now())} for billing. The requester can create the client until ${slackDate(now())}.`;
const approvedByRich = (decider: string): RichTextElement[] => [
  text('Approved by '),
  user(decider),
  text(' '),
  richDate(now()),
  text(' for '),
  bold('billing'),
  text('. The requester can create the client until '),
  richDate(now()),
  text('.'),
];

/** The card in the channel where requests are decided. */
export const openCard = (wanted: Wanted) => ({
  text: `<@${wanted.requester}> requests ${wanted.name} under billing\nPurpose: to be measured\nWaiting for a decision`,
  blocks: [
    facts(wanted),
    {
      type: 'section' as const,
      fields: [
        { type: 'mrkdwn' as const, text: `*Owner*\n<@${wanted.requester}>` },
        { type: 'mrkdwn' as const, text: '*Until*\nNo end date' },
      ],
    },
    times(wanted),
    actions(
      button('request.approve.v1', 'Approve', { id: wanted.id }),
      button('request.approve-with-comment.v1', 'Approve with comment', { id: wanted.id }),
      button('request.deny.v1', 'Deny', { id: wanted.id }),
    ),
  ],
});

export const decidedCard = (wanted: Wanted, decider: string) => ({
  text: `✓ Approved\n<@${wanted.requester}> requests ${wanted.name} under billing\nPurpose: to be measured\n${timesOf(wanted)}\n${approvedBy(decider)}`,
  blocks: [
    header('✓ Approved'),
    rich(...approvedByRich(decider)),
    facts(wanted),
    times(wanted),
    {
      type: 'actions' as const,
      elements: [
        {
          ...button('request.revoke.v1', 'Revoke approval', { id: wanted.id }),
          confirm: {
            title: plain('Revoke this approval?'),
            text: plain('The requester is told and can’t create the API client. They can ask again.'),
            confirm: plain('Revoke approval'),
            deny: plain('Cancel'),
          },
        },
      ],
    },
  ],
});

/** The requester's own card. */
const ownCard = (wanted: Wanted, said: string, drawn: RichTextElement[]) => ({
  text: `Your request for an API client\n${wanted.name} under billing\nPurpose: to be measured\n${timesOf(wanted)}\n${said}`,
  blocks: [
    header('Your request for an API client'),
    rich(
      bold(wanted.name),
      text(' under '),
      bold('billing'),
      text('\n'),
      ...drawn,
      text('\n'),
      bold('Purpose: '),
      text('to be measured'),
    ),
    times(wanted),
  ],
});
const WAITING = 'Waiting for a decision';
export const ownOpenCard = (wanted: Wanted) => ownCard(wanted, WAITING, [text(WAITING)]);
export const ownDecidedCard = (wanted: Wanted, decider: string) =>
  ownCard(wanted, approvedBy(decider), approvedByRich(decider));

export const approvalNews = (wanted: Wanted, decider: string) => ({
  text: `<@${decider}> approved your request for ${wanted.name}. Create the client here by ${slackDate(now())}. The secret is shown only to you, once.`,
  blocks: [
    rich(
      user(decider),
      text(' approved your request for '),
      bold(wanted.name),
      text('.'),
      text(' Create the client here by '),
      richDate(now()),
      text('. The secret is shown only to you, once.'),
    ),
    actions(
      button('request.collect.v1', 'Create and show secret', { id: wanted.id }),
      button('request.withdraw.v1', 'Withdraw', { id: wanted.id }),
    ),
  ],
});

/** What is said of a new client. */
export const clientFacts = (title: string, name: string, shown: string): KnownBlock[] => [
  { type: 'header', text: { type: 'plain_text', text: title } },
  {
    type: 'rich_text',
    elements: ['Name', 'Client ID', 'Alphaus user', 'Owner', 'Purpose'].map((fact) => ({
      type: 'rich_text_section' as const,
      elements: [bold(`${fact}: `), text(name)],
    })),
  },
  { type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements: [text(shown)] }] },
  {
    type: 'actions',
    elements: ['I have saved it', 'I could not save it'].map((label) => ({
      type: 'button' as const,
      text: { type: 'plain_text' as const, text: label },
      action_id: label,
      value: name,
    })),
  },
];

/** The receipt of a client whose secret is saved. */
export const savedReceipt = (id: string, name: string, person: string) => ({
  text: `API client created: ${name} under billing\nName: ${name}\nClient ID: ${id}\nAlphaus user: billing\nOwner: <@${person}>\nPurpose: to be measured\nCreated by: <@${person}>\nCreated: ${slackDate(now())}\nYou saved the secret ${slackDate(now())}.`,
  blocks: [
    {
      type: 'section' as const,
      text: plain(`API client created: ${name} under billing`),
      accessory: {
        type: 'overflow' as const,
        action_id: 'client.menu.v1',
        options: ['Show', 'Extend', 'Rotate', 'Replace', 'Delete'].map((entry) => ({
          text: plain(entry),
          value: `${entry.toLowerCase()}:${id}`,
        })),
      },
    },
    {
      type: 'context' as const,
      elements: [
        plain('to be measured'),
        {
          type: 'mrkdwn' as const,
          text: `${id} · <@${person}> · ${slackDate(now())} · You saved the secret ${slackDate(now())}.`,
        },
      ],
    },
  ],
});

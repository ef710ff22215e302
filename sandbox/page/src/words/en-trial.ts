import type { WhyRefused } from '../../../token-answer.js';

/** The panel that exchanges an API client's credentials for an access token. */
export const trial = {
  title: 'Try an API client',
  name: 'API client credentials',
  show: 'Show the panel for trying an API client',
  close: 'Close this panel',
  intro: 'Paste what the bot gave you. The sandbox API exchanges it for an access token, or refuses.',
  take: 'Take them from the message',
  takeSays: 'Fills in the client ID and secret of the newest message that shows them.',
  clientId: 'Client ID',
  clientSecret: 'Client secret',
  submit: 'Get access token',
  issued: 'Access token issued',
  refused: (status: number): string => (status === 0 ? 'Refused' : `Refused with status ${status}`),
  why: {
    deleted: 'Deleted: this client no longer works.',
    unknown: 'There is no API client with this ID. Copy it again from the message.',
    'wrong-secret':
      'The client is there, but this is not its secret. Copy the secret again from the message.',
    incomplete: 'Fill in both: the client ID and its secret.',
    unreachable: 'The sandbox does not answer. Is `npm run sandbox` still running?',
    other: '',
  } satisfies Record<WhyRefused, string>,
  apiSays: (reason: string): string => `The API says: ${reason}`,
  seconds: (seconds: number): string => `${seconds} s`,
  unexpected: 'The sandbox answered something unexpected.',
};

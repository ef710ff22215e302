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
  incomplete: 'Fill in both: the client ID and its secret.',
  issued: 'Access token issued',
  refused: (status: number): string => (status === 0 ? 'Refused' : `Refused with status ${status}`),
  seconds: (seconds: number): string => `${seconds} s`,
  unexpected: 'The sandbox answered something unexpected.',
  unreachable: 'The sandbox does not answer. Is `npm run sandbox` still running?',
};

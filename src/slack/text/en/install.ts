import type { InstallFailure } from '../install-failure.js';
import { sentence } from '../sentence.js';

const again = 'Start again with the button below.';

/** What people read while they install the app: web pages, and a first direct message. */
export const install = {
  /** The language of the pages, for browsers and screen readers. */
  language: 'en',
  title: 'API Clients',
  begin: {
    heading: 'Add API Clients to your Slack workspace',
    text: 'Create, list and delete Alphaus API clients from Slack. A secret is shown once, only to the person who asked for it.',
    needs:
      'You need permission to install apps. After that, an admin of the workspace connects it to Alphaus with the client ID and secret of an API client.',
    button: 'Add to Slack',
  },
  done: {
    heading: (where: string | undefined): string =>
      `API Clients is installed in ${where ?? 'your organisation'}`,
    next: 'One step is left: connect it to Alphaus.',
    steps: [
      'Open Slack. You’ll find a direct message from API Clients.',
      'Press Set up in it, or type /apiclient setup anywhere.',
      'Press Connection, then enter the client ID and secret of an API client of your Alphaus account.',
    ],
    open: 'Open Slack',
  },
  failed: {
    heading: 'API Clients wasn’t installed',
    because: {
      denied: `You cancelled, so nothing was installed. ${again}`,
      expired: `This link is more than ten minutes old, or was already used. ${again}`,
      'not-begun-here': `This installation was started in another browser, or your browser doesn’t keep cookies for this page. ${again}`,
      'refused-by-slack': `Slack didn’t complete the installation. ${again} If that doesn’t help, ask an admin of your Slack workspace whether apps can be installed.`,
      'store-unavailable':
        'The bot can’t reach its storage right now. Wait a minute, then start again with the button below.',
      fault:
        'That didn’t work because of an error in the bot. Start again with the button below. If it keeps happening, give the reference to the person who runs the bot.',
    } satisfies Record<InstallFailure, string>,
    button: 'Start again',
    reference: (reference: string): string => `Reference: ${reference}`,
  },
  welcome: sentence(
    'Thanks for installing API Clients. One step is left: an admin of this workspace connects it to Alphaus. Until then, nobody can use it.',
  ),
};

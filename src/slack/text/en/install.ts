import type { InstallFailure } from '../install-failure.js';
import { sentence } from '../sentence.js';

const again = 'Start again with the button below.';

/** What people read while they install the app: web pages, and a first direct message. */
export const install = {
  /** Of the pages, for browsers and screen readers. */
  language: 'en',
  title: 'API Clients',
  begin: {
    heading: 'Add API Clients to your Slack workspace',
    text: 'Create, list, rotate and delete API clients of Alphaus from Slack. A secret is shown once, to the person who asked, and nowhere else.',
    needs:
      'You need to be allowed to install apps. After that, an admin of the workspace connects it to Alphaus with the client ID and secret of one API client.',
    button: 'Add to Slack',
  },
  done: {
    heading: (where: string | undefined): string =>
      `API Clients is installed in ${where ?? 'your organisation'}`,
    next: 'One step is left: connect it to Alphaus.',
    steps: [
      'Open Slack. A direct message from API Clients waits there for you.',
      'Press Set up in it, or type /apiclient setup anywhere.',
      'Press Connection, and enter the client ID and secret of an API client of your Alphaus account.',
    ],
    open: 'Open Slack',
  },
  failed: {
    heading: 'API Clients was not installed',
    because: {
      denied: `You cancelled, so nothing was installed. ${again}`,
      expired: `This link is older than ten minutes, or was used already. ${again}`,
      'not-begun-here': `This installation was begun in another browser, or your browser does not keep cookies for this page. ${again}`,
      'refused-by-slack': `Slack did not complete the installation. ${again} If that does not help, ask an admin of your Slack workspace whether apps may be installed.`,
      'store-unavailable':
        'The bot cannot reach its own storage right now. Wait a minute, then start again with the button below.',
      fault:
        'This did not work because of a fault in the bot. Start again with the button below, and give the reference to the person who runs the bot if it stays.',
    } satisfies Record<InstallFailure, string>,
    button: 'Start again',
    reference: (reference: string): string => `Reference: ${reference}`,
  },
  welcome: sentence(
    'Thank you for installing API Clients. One step is left: an admin of this workspace connects it to Alphaus. Until then nobody can use it.',
  ),
};

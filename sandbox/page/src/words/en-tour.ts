import type { StepName } from '../tour/steps.js';

interface StepWords {
  readonly title: string;
  readonly text: string;
  /** What the step's buttons say, in their order. */
  readonly lifts: readonly string[];
}

/** The short tour: what to do in each step, as whom, and what to see. */
export const tour = {
  name: 'Tour',
  again: 'Take the tour',
  count: (step: number, all: number): string => `Step ${step} of ${all}`,
  skip: 'Skip this step',
  leave: 'Leave the tour',
  steps: {
    make: {
      title: 'Make an API client',
      text: 'You’re Aiko, an admin. Type /apiclient create in #general, enter a name and a purpose, and submit the form.',
      lifts: ['Type it for me'],
    },
    token: {
      title: 'Get an access token with its secret',
      text: 'The secret is in your direct message with the bot. Only you can see it, once. Paste it into “Try an API client”: the API really issues an access token.',
      lifts: ['Take me there'],
    },
    ask: {
      title: 'Ask, as somebody who may not',
      text: 'Chloe is a member without a grant. She types /apiclient request, chooses an Alphaus user, enters a purpose, and the approvers are asked.',
      lifts: ['Become Chloe and type it'],
    },
    approve: {
      title: 'Approve it, and collect',
      text: 'Ben, an approver, decides on the card in #approvals. Then Chloe creates the client with the button in her direct message. Only she sees the secret.',
      lifts: ['Become Ben', 'Become Chloe'],
    },
    delete: {
      title: 'Delete it',
      text: 'Press Delete on a client in App Home, then confirm in Messages. After that, its secret no longer gets an access token.',
      lifts: ['Take me there'],
    },
  } satisfies Record<StepName, StepWords>,
  done: {
    title: 'That is the whole story',
    text: 'Look underneath to see what Slack, the bot and the API said to each other, cause trouble there, or act as two people in two windows.',
    underneath: 'Look underneath',
  },
};

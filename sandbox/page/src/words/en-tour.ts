import type { StepName } from '../tour/steps.js';

interface StepWords {
  readonly title: string;
  readonly text: string;
  /** What the step's buttons say, in their order. */
  readonly lifts: readonly string[];
}

/** The short tour: what there is to do, who one is for it, and what one sees then. */
export const tour = {
  name: 'Tour',
  again: 'Take the tour',
  count: (step: number, all: number): string => `Step ${step} of ${all}`,
  skip: 'Skip this step',
  leave: 'Leave the tour',
  steps: {
    make: {
      title: 'Make an API client',
      text: 'You are Aiko, an admin. Type /apiclient create into #general, give the client a name and a purpose, and send the form.',
      lifts: ['Type it for me'],
    },
    token: {
      title: 'Get an access token with its secret',
      text: 'Its secret is in your direct message with the bot, visible to you alone, once. Take it to “Try an API client”: the API really issues an access token.',
      lifts: ['Take me there'],
    },
    ask: {
      title: 'Ask, as somebody who may not',
      text: 'Chloe is a member without a grant. She types /apiclient request, says for which Alphaus user and what for, and the approvers are asked.',
      lifts: ['Become Chloe and type it'],
    },
    approve: {
      title: 'Approve it, and collect',
      text: 'Ben, an approver, decides on the card in #approvals. Then Chloe makes the client with the button in her direct message: only she sees the secret.',
      lifts: ['Become Ben', 'Become Chloe'],
    },
    delete: {
      title: 'Delete it',
      text: 'Press Delete on a client in the App Home; the question comes in Messages. Once it is deleted, its secret gets no access token any more.',
      lifts: ['Take me there'],
    },
  } satisfies Record<StepName, StepWords>,
  done: {
    title: 'That is the whole story',
    text: 'Look underneath to see what Slack, bot and API said to each other, make trouble there, or act as two people in two windows.',
    underneath: 'Look underneath',
  },
};

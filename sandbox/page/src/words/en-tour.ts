import type { StepName } from '../tour/steps.js';

interface StepWords {
  readonly title: string;
  /** `inJapanese`: the admin has Slack in Japanese, and so have the cards that everybody reads. */
  readonly text: (inJapanese: boolean) => string;
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
      text: (inJapanese): string =>
        inJapanese
          ? 'You’re Aiko, an admin. She has Slack in Japanese, so the bot speaks Japanese to her. Type /apiclient create, enter a name (名前) and a purpose (用途), and press 作成 (Create).'
          : 'You’re Aiko, an admin. Type /apiclient create, enter a name and a purpose, and press Create.',
      lifts: ['Type it for me'],
    },
    token: {
      title: 'Get an access token with its secret',
      text: (): string =>
        'The secret is in your direct message with the bot: only you can see it, and only once. In “Try an API client”, press Take them from the message, then Get access token. The API really issues one.',
      lifts: ['Take me there'],
    },
    ask: {
      title: 'Request a client that you can’t create',
      text: (): string =>
        'Chloe is a member without a grant. She types /apiclient request, enters a name and a purpose, chooses an Alphaus user, and presses Send request. The approvers are asked.',
      lifts: ['Become Chloe and type it'],
    },
    approve: {
      title: 'Approve it',
      text: (inJapanese): string =>
        inJapanese
          ? 'Ben is an approver. The card in #approvals says all that he needs to decide. It is in the workspace’s language, Japanese; what Ben alone reads is in English. He presses 承認 (Approve).'
          : 'Ben is an approver. The card in #approvals says all that he needs to decide. He presses Approve.',
      lifts: ['Become Ben'],
    },
    collect: {
      title: 'Collect it',
      text: (): string =>
        'Chloe presses Create and show secret in her direct message. The client is created at that moment, and only she sees its secret.',
      lifts: ['Become Chloe'],
    },
    rotate: {
      title: 'Change a secret without an outage',
      text: (inJapanese): string =>
        inJapanese
          ? 'Aiko opens the menu next to her client in App Home, chooses ローテーション (Rotate), and presses it again in the form. She gets a successor with a new ID and secret, which the bot has tried. Both clients work: see for yourself in “Try an API client”.'
          : 'Aiko opens the menu next to her client in App Home, chooses Rotate, and presses Rotate in the form. She gets a successor with a new ID and secret, which the bot has tried. Both clients work: see for yourself in “Try an API client”.',
      lifts: ['Become Aiko'],
    },
    week: {
      title: 'Let a week pass',
      text: (): string =>
        'The overlap takes 7 days. Move the clock: press A week later, here or in the menu of the clock. The bot reminds Aiko of the old client. It never deletes that by itself.',
      lifts: ['A week later'],
    },
    switch: {
      title: 'Give the old one up',
      text: (inJapanese): string =>
        inJapanese
          ? 'Aiko presses 切り替え済み、以前のものを削除 (Switched, delete the old one), and confirms. From then on the old secret no longer gets an access token, and the new one still does.'
          : 'Aiko presses Switched, delete the old one, and confirms. From then on the old secret no longer gets an access token, and the new one still does.',
      lifts: ['Take me there'],
    },
    until: {
      title: 'Give one an end date',
      text: (): string =>
        'Aiko needs a client for some days only: /apiclient create … --until 13d, or Until in the form.',
      lifts: ['Type it for me'],
    },
    warned: {
      title: 'Be warned',
      text: (): string =>
        'Nothing ends unannounced: its owner is warned 14, 7 and 1 days before. Move the clock: press A week later.',
      lifts: ['A week later'],
    },
    extend: {
      title: 'Extend it, or let it end',
      text: (inJapanese): string =>
        inJapanese
          ? 'Aiko presses 延長 (Extend) on the warning, and enters a day. Or move the clock on, day by day: at its end the client is deleted, and she is told.'
          : 'Aiko presses Extend on the warning, and enters a day. Or move the clock on, day by day: at its end the client is deleted, and she is told.',
      lifts: ['Take me there'],
    },
  } satisfies Record<StepName, StepWords>,
  done: {
    title: 'That is the whole story',
    text: 'Look underneath to see what Slack, the bot and the API said to each other, cause trouble there, or act as two people in two windows.',
    underneath: 'Look underneath',
  },
};

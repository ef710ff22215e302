/** What stands on and around the blocks, elements and dialogs of the bot. */
export const block = {
  optional: '(optional)',
  choose: 'Choose…',
  remove: (what: string): string => `Remove ${what}`,
  clearChoice: 'Clear the choice',
  moreToType: (count: number): string => `Type at least ${count} characters to search.`,
  searching: 'Searching …',
  nothingFound: 'Nothing found.',
  more: 'More actions',
  copy: 'Copy',
  copied: 'Copied',
  cannotDraw: {
    block: 'The sandbox cannot draw this block:',
    element: 'The sandbox cannot draw this element:',
  },
  withoutType: 'without a type',
  rows: {
    earlier: 'Earlier rows',
    later: 'Later rows',
    shown: (from: number, to: number, all: number): string => `${from}–${to} of ${all}`,
  },
  dialog: {
    dismiss: 'Dismiss',
    close: 'Close',
    cancel: 'Cancel',
    back: 'Back',
    unsaved: {
      title: 'Discard what you entered?',
      text: 'It is not saved anywhere.',
      discard: 'Discard',
      keep: 'Keep editing',
    },
  },
};

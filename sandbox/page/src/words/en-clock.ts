/** The sandbox's clock, which a person can move. */
export const clock = {
  name: 'Move the clock',
  nameAt: (time: string): string => `Move the clock, ${time}`,
  title: 'Move the clock: Slack, the API and the bot all go by it',
  later: {
    hour: 'An hour later',
    day: 'A day later',
    week: 'A week later',
    month: '30 days later',
  },
  isNow: (time: string): string => `It is now ${time}.`,
  failed: 'The clock was not moved: the sandbox does not answer.',
};

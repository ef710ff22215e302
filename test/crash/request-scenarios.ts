import type { SeenMessage } from '../../sandbox/slack/screen/seen.js';
import { idOf, rotationViolations } from './rotated-clients.js';
import type { Scenario, Scene } from './scenarios.js';

const COLLECT = 'Create and show secret';

async function approveAndSeeButton(scene: Scene, client: string): Promise<void> {
  await approve(scene, client);
  await scene.slack.as('ben').sees(() => canCollect(scene, client));
  await scene.slack.settled();
}

const collect = ({ slack }: Scene, client: string): Promise<unknown> =>
  slack.as('ben').press(COLLECT, { near: client });

async function ask({ slack }: Scene, client: string): Promise<void> {
  await slack.as('ben').command(`/apiclient request ${client} --user billing --purpose crash`);
}

async function askAndSeeCard(scene: Scene, client: string): Promise<void> {
  await ask(scene, client);
  await scene.slack.as('aiko').sees(() => cards(scene, client).length > 0);
  await scene.slack.settled();
}

async function approve({ slack }: Scene, client: string): Promise<void> {
  await slack.as('aiko').press('Approve', { near: client });
}

/** A name may be the beginning of another's. */
const about = (messages: readonly SeenMessage[], client: string): readonly SeenMessage[] =>
  messages.filter(({ content }) => new RegExp(`${client}(?!\\d)`).test(content));

const cards = ({ slack }: Scene, client: string): readonly SeenMessage[] =>
  about(slack.as('aiko').messages('dm'), client).filter(({ content }) =>
    content.includes(` requests ${client}`),
  );

const rotationCards = (scene: Scene, client: string): readonly SeenMessage[] =>
  cards(scene, client).filter(({ content }) => content.includes('Successor of:'));

const ownCards = ({ slack }: Scene, client: string): readonly SeenMessage[] =>
  about(slack.as('ben').messages('dm'), client).filter(({ content }) =>
    content.startsWith('Your request for an API client'),
  );

const canCollect = ({ slack }: Scene, client: string): boolean =>
  about(slack.as('ben').messages('dm'), client).some(({ content }) => content.includes(`[${COLLECT}]`));

export const requestScenarios: readonly Scenario[] = [
  {
    name: 'prepare',
    who: 'ben',
    every: 5,
    prepare: async () => {},
    act: ({ slack }, client) =>
      slack.as('aiko').command(`/apiclient create ${client} --user billing --purpose crash --for @ben`),
  },
  {
    name: 'ask',
    who: 'ben',
    every: 9,
    prepare: async () => {},
    act: ask,
    violations(scene, client) {
      const [those, own] = [cards(scene, client).length, ownCards(scene, client).length];
      // A card is sent once more when nobody knows whether it came: never a third time.
      return [
        ...(those > 0 === own > 0 ? [] : [`${those} cards for the admin, ${own} for the requester`]),
        ...(those > 2 || own > 2 ? [`${those} and ${own} cards of one request`] : []),
      ];
    },
  },
  {
    name: 'approve',
    who: 'ben',
    every: 9,
    prepare: askAndSeeCard,
    act: approve,
    violations(scene, client) {
      const [card] = cards(scene, client);
      if (card?.content.includes('[Approve]') === true) return [];
      const news = about(scene.slack.as('ben').messages('dm'), client).filter(({ content }) =>
        content.includes('approved your request'),
      ).length;
      return [
        ...(card?.content.includes('Approved by') === true ? [] : ['the card tells no decision']),
        ...(canCollect(scene, client) ? [] : ['it is approved, and the requester has no button']),
        ...(news > 1 ? ['the requester was told twice'] : []),
      ];
    },
  },
  {
    name: 'collect',
    who: 'ben',
    every: 9,
    async prepare(scene, client) {
      await askAndSeeCard(scene, client);
      await approveAndSeeButton(scene, client);
    },
    act: collect,
    violations(scene, client) {
      const made = scene.api.clients().some(({ name }) => name === client);
      const open = canCollect(scene, client);
      const unclear = about(scene.slack.as('ben').messages(), client).some(({ content }) =>
        content.includes('but got no clear answer'),
      );
      if (made && open) return ['the client exists, and can be made once more'];
      return made || open || unclear ? [] : ['the approval is lost'];
    },
  },
  {
    name: 'collect a rotation',
    who: 'ben',
    every: 13,
    async prepare(scene, client) {
      const ben = scene.slack.as('ben');
      await askAndSeeCard(scene, client);
      await approveAndSeeButton(scene, client);
      await collect(scene, client);
      await ben.sees(({ messages }) =>
        about(messages, client).some(({ content }) => content.startsWith('API client created')),
      );
      await scene.slack.settled();
      await ben.command(`/apiclient rotate ${idOf(scene, client)} --overlap 7`);
      await scene.slack.as('aiko').sees(() => rotationCards(scene, client).length > 0);
      await scene.slack.settled();
      for (const card of rotationCards(scene, client)) {
        await scene.slack.as('aiko').press('Approve', { in: card });
      }
      await ben.sees(() => canCollect(scene, client));
      await scene.slack.settled();
    },
    act: collect,
    violations(scene, client) {
      const made = scene.api.clients().filter(({ name }) => name === client).length > 1;
      return [
        ...(made && canCollect(scene, client) ? ['the successor exists, and can be made once more'] : []),
        ...rotationViolations(scene, 'ben', client),
      ];
    },
  },
];

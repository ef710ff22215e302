import type { World } from '../workspace/world.js';

const escapeEntities = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Typed text as Slack hands it on: people, groups and channels become ids that cannot be mistaken. */
export const withIds = (world: World, text: string): string =>
  escapeEntities(text).replaceAll(/(?<!\S)([@#])([\w.-]+)/g, (typed, sign: string, name: string) => {
    if (sign === '#') {
      const channel = world.channels.find((one) => one.kind !== 'dm' && one.name === name);
      return channel === undefined ? typed : `<#${channel.id}|${channel.name}>`;
    }
    const person = world.people.find((one) => one.key === name);
    if (person !== undefined) return `<@${person.id}|${person.key}>`;
    const group = world.group(name);
    return group === undefined ? typed : `<!subteam^${group.id}|@${group.handle}>`;
  });

/** Shows mentions in a message, where people go by their id alone. */
export const withMentions = (world: World, text: string): string =>
  withIds(world, text).replaceAll(/<@(\w+)\|[^>]*>/g, '<@$1>');

import type { Scene } from './scenarios.js';

export const SWITCHED = 'Switched, delete the old one';

/** The id of the client of that name. */
export function idOf({ api }: Scene, name: string): string {
  const client = api.clients().find((one) => one.name === name);
  if (client === undefined) throw new Error(`no client is called ${name}`);
  return client.id;
}

/** The receipts of the clients of that name, the oldest first. */
export function receiptsOf({ slack }: Scene, who: string, client: string) {
  return slack
    .as(who)
    .messages('dm')
    .filter(({ content }) => content.startsWith(`API client created: ${client} under`))
    .map(({ content }) => ({ content, id: / (ripple-\S+) · /.exec(content)?.[1] }));
}

/** The old client stands, it has one successor or none, and its receipt says which. */
export function rotationViolations(scene: Scene, who: string, client: string): readonly string[] {
  const standing = scene.api.clients().filter(({ name }) => name === client);
  const [old] = receiptsOf(scene, who, client);
  const others = standing.filter(({ id }) => id !== old?.id);
  const said = scene.slack
    .as(who)
    .messages()
    .map(({ content }) => content);
  const [successor] = others;
  const isOffered =
    successor !== undefined && said.some((one) => one.includes('may be it') && one.includes(successor.id));
  const isLinked = (id: string): boolean =>
    old?.content.includes(`Successor: ${id}`) === true && old.content.includes(`[${SWITCHED}]`);
  return [
    ...(standing.length - others.length === 1 ? [] : ['the old client is gone']),
    ...(others.length > 1 ? ['there are two successors'] : []),
    ...(successor === undefined || isOffered || isLinked(successor.id)
      ? []
      : ['the old client’s receipt does not name its successor']),
    ...(successor === undefined && old?.content.includes('Successor:') === true
      ? ['the old client’s receipt names a successor that does not exist']
      : []),
  ];
}

import type { SandboxClient } from '../../sandbox/api/api-clients.js';
import type { Scene } from './scenarios.js';

/** What stood before an act, to tell what it did. */
export interface Before {
  readonly calls: number;
  readonly whispers: number;
  readonly clients: readonly SandboxClient[];
}

const whispersOf = ({ slack }: Scene) =>
  slack.calls().filter(({ method, answer }) => method === 'chat.postEphemeral' && answer?.['ok'] === true);

export function before(scene: Scene): Before {
  const { api } = scene;
  return { calls: api.calls().length, whispers: whispersOf(scene).length, clients: api.clients() };
}

/** Everything that must hold after an act was interrupted and the bot has settled it; what does not is said. */
export function violations(scene: Scene, who: string, name: string, then: Before): readonly string[] {
  const { api, slack } = scene;
  const calls = api.calls().slice(then.calls);
  const creates = calls.filter(({ operation }) => operation === 'create').length;
  const deletes = calls.filter(({ operation, status }) => operation === 'delete' && status === 200);
  const said = slack
    .as(who)
    .messages()
    .map(({ content }) => content);
  const whispers = whispersOf(scene)
    .slice(then.whispers)
    .map(({ args }) => JSON.stringify(args));
  const known = [...then.clients, ...api.clients()].filter((client) => client.name === name);
  const whispered = (secret: string): number => whispers.filter((args) => args.includes(secret)).length;
  const told = (words: string): boolean => said.some((content) => content.includes(words));

  const found: string[] = [];
  for (const { id, secret } of api.clients().filter((client) => client.name === name)) {
    if (whispered(secret) === 0 && !then.clients.some((client) => client.id === id) && !told(id)) {
      found.push(`client ${id} exists, was not handed over, and nobody was told of it`);
    }
  }
  for (const { id, secret } of known) {
    if (whispered(secret) > 1) found.push(`the secret of ${id} was sent twice`);
    if (deletes.filter(({ path }) => path.endsWith(`/${id}`)).length > 1)
      found.push(`${id} was deleted twice`);
  }
  if (creates > 1) found.push('a client was created twice');
  if (whispers.filter((args) => args.includes('Client secret')).length > 1) {
    found.push('two secret messages were sent');
  }
  if ((creates > 0 || deletes.length > 0) && !told(name)) found.push('nobody was told what came of it');
  return found;
}

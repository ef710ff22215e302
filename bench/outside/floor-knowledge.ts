import type { Outside } from './outside.js';

/** An access token and a DM, for the floors: the bot knows them from before, too. */
export async function whatTheFloorKnows({ api, slack }: Outside): Promise<Record<string, string>> {
  const response = await fetch(`${api.loginUrl}/ripple/access_token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: api.rootClient.id,
      client_secret: api.rootClient.secret,
      scope: 'openid',
    }),
  });
  const token = /"access_token":\s*"([^"]+)"/.exec(await response.text())?.[1];
  if (token === undefined) throw new Error('the sandbox gave no access token');
  const aiko = slack.as('aiko');
  return { FLOOR_ACCESS_TOKEN: token, FLOOR_CHANNEL: aiko.dmId, FLOOR_PERSON: aiko.id };
}

import { expect, test } from 'vitest';
import { WorkspaceId } from '../../../src/core/model/ids.js';
import { Teams } from '../../../src/slack/people/teams.js';
import type { SlackUser } from '../../../src/slack/web-api/slack-answers.js';

const ALL = ['T2ORG', 'T3ORG'];
const teamsOf = (workspace: string): Teams =>
  new Teams({ teams: () => Promise.resolve(ALL) }, WorkspaceId.parse(workspace), () => new Date());

const within = { id: 'U1', enterprise_id: 'E0ORG', teams: ['T2ORG'] };

test.each<{ what: string; user: SlackUser; teams: readonly string[]; isAdmin: boolean }>([
  {
    what: 'an admin of the organisation',
    user: { team_id: 'T2ORG', is_admin: true, enterprise_user: { ...within, is_admin: true } },
    teams: ['T2ORG'],
    isAdmin: true,
  },
  {
    what: 'somebody whom the top of the object alone calls an admin',
    user: { team_id: 'T2ORG', is_admin: true, is_owner: true, enterprise_user: within },
    teams: ['T2ORG'],
    isAdmin: false,
  },
  {
    what: 'an admin of the organisation in the newer shape',
    user: { enterprise_id: 'E0ORG', teams: ['T2ORG', 'T3ORG'], is_admin: true },
    teams: ['T2ORG', 'T3ORG'],
    isAdmin: true,
  },
  {
    what: 'an admin of another organisation',
    user: { enterprise_id: 'E9OTHER', teams: ['T2ORG'], is_admin: true },
    teams: [],
    isAdmin: false,
  },
  {
    what: 'an admin of whom Slack names no organisation',
    user: { team_id: 'T2ORG', is_admin: true },
    teams: [],
    isAdmin: false,
  },
  { what: 'an admin of whom Slack says nothing else', user: { is_admin: true }, teams: [], isAdmin: false },
  {
    what: 'somebody of a workspace that the app is not in',
    user: { team_id: 'T9ORG', enterprise_user: { ...within, teams: ['T9ORG'] } },
    teams: [],
    isAdmin: false,
  },
])('in an organisation, $what', ({ user, teams, isAdmin }) => {
  const organisation = teamsOf('E0ORG');
  expect([organisation.of(user, ALL), organisation.isAdmin(user)]).toEqual([teams, isAdmin]);
});

test.each<{ what: string; user: SlackUser; isMember: boolean }>([
  { what: 'named by its own team', user: { team_id: 'T2ORG' }, isMember: true },
  {
    what: 'known by another team of its organisation',
    user: { team_id: 'T3ORG', enterprise_user: within },
    isMember: true,
  },
  { what: 'in the newer shape', user: { enterprise_id: 'E0ORG', teams: ['T2ORG'] }, isMember: true },
  { what: 'of whom no team is told', user: { enterprise_id: 'E0ORG' }, isMember: false },
  { what: 'of another team', user: { team_id: 'T9OTHER' }, isMember: false },
])('in one workspace of an organisation, somebody $what', ({ user, isMember }) => {
  expect(teamsOf('T2ORG').of(user, ['T2ORG'])).toEqual(isMember ? ['T2ORG'] : []);
});

/** What the app asks for when it is installed: the scopes of `manifest.yml`, which says why each is needed. */
export const SCOPES = [
  'commands',
  'chat:write',
  'im:write',
  'users:read',
  'files:write',
  'usergroups:read',
  'channels:read',
  'groups:read',
] as const;

import { type Action, actions } from '../model/decision.js';

/** What the bot records beside what people need a right for. */
const FURTHER = [
  'add-grant',
  'change-policy',
  'close-request',
  'connect',
  'cut-audit',
  'disconnect',
  'end',
  'end-grant',
  'escalate-request',
  'expire-request',
  'install',
  'make-default',
  'notice-deletion',
  'prepare-client',
  'remove-grant',
  'settle',
  'trail-gap',
  'uninstall',
] as const;

/** What the trail calls each act: codes, the same in any language, which keep their names. */
export type AuditAction = Action | (typeof FURTHER)[number];
export const AUDIT_ACTIONS: readonly AuditAction[] = [...actions, ...FURTHER].sort();

export const isAuditAction = (code: string): code is AuditAction =>
  AUDIT_ACTIONS.some((action) => action === code);

import type { ConnectedWorkspace } from '../clients/connected-workspace.js';
import type { Predecessor } from '../clients/issuing/admission.js';
import type { ClientRequest } from './request.js';

/** The client that is to have a successor as it is now; `gone` where it is deleted, here or elsewhere. */
export async function requestedRotation(
  { connection, records, workspace }: Pick<ConnectedWorkspace, 'connection' | 'records' | 'workspace'>,
  { rotates }: Pick<ClientRequest, 'rotates'>,
): Promise<Predecessor | 'gone' | undefined> {
  if (rotates === undefined) return undefined;
  const { client: id, overlapDays } = rotates;
  const old = await records.find(workspace, id);
  if (old === undefined || old.closed !== undefined) return 'gone';
  // It may have been deleted elsewhere since its list was kept.
  connection.directory.forget(old.user);
  const client = await connection.directory.find(id, [old.user]);
  return client === undefined ? 'gone' : { old, overlapDays };
}

import { Problem } from '../../core/problem.js';
import type { Services } from './services.js';

/** The time zone of the person who installed the app, or who connected the workspace; UTC where nobody is known. */
export async function zoneOfSetup({
  installedBy,
  connections,
  rules,
  workspace,
  people,
}: Services): Promise<string> {
  const accounts = await connections.accounts();
  const { policyChanged } = await rules.of(workspace);
  const person =
    installedBy ?? accounts.find(({ made }) => made !== undefined)?.made?.by ?? policyChanged?.by;
  if (person === undefined) return 'UTC';
  try {
    return await people.zoneOf(person);
  } catch (error) {
    // Slack tells no zone of a person who has left, and of nobody while it is away.
    if (!(error instanceof Problem)) throw error;
    return 'UTC';
  }
}

/** What fuzzing found once: it is tried first in every run. */
export const FOUND = {
  /** JSON with a valid signature that was answered with 500. */
  bodies: [
    '{"type":"event_callback","team_id":"T0SANDBOX","event":"","event_id":"Ev1","event_time":1}',
    '{"type":"event_callback","team_id":"T0SANDBOX","event":null,"event_id":"Ev2","event_time":1}',
  ],
} as const;

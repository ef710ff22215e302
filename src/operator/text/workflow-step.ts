/** What a manifest says of the step, for workspaces whose Slack plan has custom steps. */
const FUNCTIONS = `functions:
  request_api_client:
    title: Request an API client
    description: Asks for an API client, and goes on when the request has ended
    input_parameters:
      properties:
        requester:
          type: slack#/types/user_id
          title: Requester
          description: Who is to have the API client, and alone sees its secret
        name:
          type: string
          title: Name
          description: Name of the API client
        alphaus_user:
          type: string
          title: Alphaus user
          description: The Alphaus user that it belongs to
        purpose:
          type: string
          title: Purpose
          description: What it is for
        until:
          type: string
          title: Until
          description: Its last day, such as 2027-03-31, 90d or 12w; empty for none
      required:
        - requester
        - name
        - alphaus_user
        - purpose
    output_parameters:
      properties:
        request_id:
          type: string
          title: Request ID
          description: Names the request in the audit trail
        outcome:
          type: string
          title: Outcome
          description: collected, denied, withdrawn, expired or closed
        client_id:
          type: string
          title: Client ID
          description: Set when the API client was created; its secret is never an output
        reason:
          type: string
          title: Reason
          description: Why it was denied
      required:
        - request_id
        - outcome
`;

/** The manifest with the step for Workflow Builder. Throws where the manifest is not laid out as it was. */
export function withWorkflowStep(manifest: string): string {
  const parts: readonly (readonly [after: string, added: string, before: boolean])[] = [
    ['settings:\n', FUNCTIONS, true],
    ['settings:\n', '  function_runtime: remote\n', false],
    ['    bot_events:\n', '      - function_executed # the step of a workflow begins\n', false],
  ];
  return parts.reduce((text, [place, added, before]) => {
    const at = text.indexOf(`\n${place}`);
    if (at === -1) throw new Error(`manifest.yml has no line ${place.trim()}`);
    const where = at + 1 + (before ? 0 : place.length);
    return `${text.slice(0, where)}${added}${text.slice(where)}`;
  }, manifest);
}

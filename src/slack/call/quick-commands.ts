import { z } from 'zod';
import { buttonFace, type Button, type ButtonFace, type Command, whenPressed } from './conversation.js';

/** A button that starts a command without arguments. */
const startOf = (name: string): ButtonFace<object> => buttonFace(`command.${name}.v1`, z.object({}));

/** The commands that App Home and the first message in a DM start with a button. */
export const quickFaces = {
  list: startOf('list'),
  requests: startOf('requests'),
  access: startOf('access'),
  audit: startOf('audit'),
  doctor: startOf('doctor'),
  help: startOf('help'),
} as const;

/** What a press of these buttons does: the same as typing the command. */
export function quickButtons(commands: readonly Command[]): readonly Button[] {
  const faces = new Map<string, ButtonFace<object>>(Object.entries(quickFaces));
  return commands.flatMap((command) => {
    const face = faces.get(command.name);
    return face === undefined ? [] : [whenPressed(face, (call) => command.start(call, ''))];
  });
}

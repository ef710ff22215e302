import type { ReactNode } from 'react';
import type { WireFile } from '../../../slack/wire/wire.js';
import { useSandbox } from '../sandbox-context.js';
import { words } from '../words/words.js';
import { identityOf } from '../location/identity.js';
import { Icon } from '../widget/icon.js';

/** The files that a message brings, to download. */
export function SharedFiles({ files }: { readonly files: readonly WireFile[] }): ReactNode {
  const { me, team } = useSandbox().snapshot;
  if (files.length === 0) return null;
  return (
    <ul className="files">
      {files.map((file) => (
        <li key={file.id}>
          <a
            className="file"
            href={`/sandbox/file?as=${encodeURIComponent(identityOf(team.id, me.id))}&id=${encodeURIComponent(file.id)}`}
            download={file.name}
          >
            <Icon name="file" />
            <span>
              <strong>{file.title}</strong>
              <small>{words.workspace.conversation.file(file.name, file.size)}</small>
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}

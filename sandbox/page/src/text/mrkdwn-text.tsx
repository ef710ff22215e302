import { Fragment, type ReactNode, useMemo } from 'react';
import { EmojiText } from './emoji-text.js';
import { Mention } from './mention.js';
import { type Inline, parseMrkdwn } from './mrkdwn.js';
import { SlackDate } from './slack-date-text.js';

/** Slack's mrkdwn, drawn. */
export function MrkdwnText({ source }: { readonly source: string }): ReactNode {
  const paragraphs = useMemo(() => parseMrkdwn(source), [source]);
  return paragraphs.map((paragraph, index) => {
    switch (paragraph.kind) {
      case 'preformatted':
        return <pre key={index}>{paragraph.text}</pre>;
      case 'quote':
        return (
          <blockquote key={index}>
            <InlineText children={paragraph.children} />
          </blockquote>
        );
      case 'lines':
        return (
          <span key={index} className="lines">
            <InlineText children={paragraph.children} />
          </span>
        );
    }
  });
}

function InlineText({ children }: { readonly children: readonly Inline[] }): ReactNode {
  return children.map((inline, index) => <Fragment key={index}>{drawn(inline)}</Fragment>);
}

function drawn(inline: Inline): ReactNode {
  switch (inline.kind) {
    case 'text':
      return inline.text;
    case 'bold':
      return (
        <strong>
          <InlineText children={inline.children} />
        </strong>
      );
    case 'italic':
      return (
        <em>
          <InlineText children={inline.children} />
        </em>
      );
    case 'strike':
      return (
        <s>
          <InlineText children={inline.children} />
        </s>
      );
    case 'code':
      return <code>{inline.text}</code>;
    case 'link':
      return (
        <a href={inline.url} target="_blank" rel="noreferrer">
          {inline.label}
        </a>
      );
    case 'user':
    case 'group':
    case 'channel':
      return <Mention kind={inline.kind} id={inline.id} label={inline.label} />;
    case 'broadcast':
      return <span className="mention">@{inline.range}</span>;
    case 'date':
      return <SlackDate {...inline} />;
    case 'emoji':
      return <EmojiText name={inline.name} />;
  }
}

import type { ReactNode } from 'react';

/** Pictures come from the network, which the sandbox does without: their place shows what they tell. */
export function ImageElement({ element }: { readonly element: { readonly alt_text: string } }): ReactNode {
  return (
    <span className="picture" role="img" aria-label={element.alt_text}>
      <span aria-hidden>🖼</span> {element.alt_text}
    </span>
  );
}

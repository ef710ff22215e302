/** Room for a panel beside the conversation. */
export const IS_WIDE = window.matchMedia('(min-width: 68.75em)');

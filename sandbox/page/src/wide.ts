/** Room for a panel beside the conversation. */
export const IS_WIDE = window.matchMedia('(min-width: 1100px)');

/** Why an installation did not come about. */
export type InstallFailure =
  | 'denied'
  | 'expired'
  | 'not-begun-here'
  | 'refused-by-slack'
  | 'store-unavailable'
  | 'fault';

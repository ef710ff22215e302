/** Who reads where a request stands: the requester alone, or anyone who can see it. */
export type RequestReader = 'requester' | 'anyone';

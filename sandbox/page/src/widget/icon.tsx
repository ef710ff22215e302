import type { ReactNode } from 'react';

const PATHS = {
  braces:
    'M9 4c-2.500 0-3 1-3 3v2.500C6 11 5 12 4 12c1 0 2 1 2 2.500V17c0 2 .5 3 3 3M15 4c2.500 0 3 1 3 3v2.500c0 1.500 1 2.500 2 2.500-1 0-2 1-2 2.500V17c0 2-.5 3-3 3',
  clock: 'M12 3.500a8.500 8.500 0 100 17 8.500 8.500 0 000-17zM12 7.500V12l3 2',
  cross: 'M6 6l12 12M18 6L6 18',
  eye: 'M2 12s4-6.5 10-6.5S22 12 22 12s-4 6.5-10 6.5S2 12 2 12zM12 9.5a2.5 2.5 0 100 5 2.5 2.5 0 000-5z',
  key: 'M8.5 8a4 4 0 100 8 4 4 0 000-8zM12.5 12H22M18.5 12v3.5M22 12v2.5',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 017 0v3',
  menu: 'M4 7h16M4 12h16M4 17h16',
  back: 'M14.5 5.5L8 12l6.500 6.500',
  copy: 'M9 9h10.500v10.500H9zM5.500 15H4.500V4.500H15v1',
  file: 'M6 3h8.500L19 7.500V21H6zM14 3v5h5',
  flag: 'M5.500 21V4M5.500 4.500h12l-2.500 4 2.500 4h-12',
  hash: 'M9.500 4L7.500 20M16.500 4l-2 16M4.500 9h16M3.500 15h16',
  home: 'M4 11l8-7 8 7v9h-5.500v-6h-5v6H4z',
  pulse: 'M2.500 12h4.500l2.500-7 4.500 14 2.500-7h5',
  tick: 'M5 12.500l4.500 4.500L19 7',
  reload: 'M19.5 12a7.5 7.5 0 11-2.2-5.3M19.5 4v4h-4',
  window: 'M8.500 8.500H20V20H8.500zM4 15.500V4h11.500',
  send: 'M4 12l16-7-5 15-4-6.5z',
  bolt: 'M13 3L5 13.5h6L10 21l8.5-11H12.500z',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { readonly name: IconName }): ReactNode {
  return (
    <svg
      className="icon"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

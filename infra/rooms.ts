/** The rooms of functions; a function's size follows from its room. */
export const rooms = [
  'api',
  'tasks',
  'relay',
  'notices',
  'calendar',
  'institutions',
  'channel-apps',
  'emergency',
  'attachments',
  'imports',
] as const;
export type Room = (typeof rooms)[number];

/** Longest run of a function by room, in seconds. The rung at a deadline waits for the API's, so an answer begun in time is kept. */
export const timeout = {
  api: 10,
  tasks: 15,
  relay: 30,
  notices: 30,
  calendar: 60,
  institutions: 30,
  'channel-apps': 30,
  emergency: 60,
  // A video of 300 MB is read and written once.
  attachments: 300,
  imports: 60,
} as const satisfies Record<Room, number>;

/** Memory of a function by room, in MiB; CPU grows with it. */
export const memory = {
  api: 512,
  tasks: 256,
  relay: 256,
  notices: 256,
  calendar: 256,
  institutions: 256,
  'channel-apps': 256,
  emergency: 512,
  // A document of 50 MB is taken apart and put together, and CPU grows with it.
  attachments: 1_024,
  imports: 1_024,
} as const satisfies Record<Room, number>;

import { forgetAt } from '#rules/registration/codes.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Registration } from '#schemas/registration.ts';

/** Somebody after they left: no new message is for them, and what they wished for is forgotten with the lists. */
export const hasLeft = (registration: Registration, at: Instant): Registration => ({
  ...registration,
  topics: [],
  leftAt: at,
  forgetAt: forgetAt(at),
});

import type { AudienceCount, MessageContent } from '#schemas/emergency-message.ts';
import type { Registration } from '#schemas/registration.ts';

/** The district under which somebody is counted: the first of the message's that is theirs; `all` for news. */
export function districtOf(
  content: MessageContent,
  registration: Pick<Registration, 'districts'> | undefined,
): AudienceCount['district'] {
  if (content.purpose === 'newsletter') return 'all';
  return content.districts.find((district) => registration?.districts.includes(district)) ?? 'all';
}

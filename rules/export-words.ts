import type { Channel, ComplaintStatus, Language } from '#schemas/complaint.ts';

/** A text in the languages of the city. */
export type Both = Readonly<Record<Language, string>>;

/** What a status is called. */
export const statusWords: Readonly<Record<ComplaintStatus, Both>> = {
  received: { ko: '접수', en: 'Received' },
  'in-classification': { ko: '분류 중', en: 'In classification' },
  assigned: { ko: '처리 중', en: 'Assigned' },
  'awaiting-supplement': { ko: '보완 대기', en: 'Awaiting supplement' },
  answered: { ko: '답변 완료', en: 'Answered' },
  closed: { ko: '종결', en: 'Closed' },
  withdrawn: { ko: '취하', en: 'Withdrawn' },
  transferred: { ko: '이송', en: 'Transferred' },
};

/** What a channel is called. */
export const channelWords: Readonly<Record<Channel, Both>> = {
  web: { ko: '누리집', en: 'Web' },
  app: { ko: '앱', en: 'App' },
  phone: { ko: '전화', en: 'Phone' },
  sms: { ko: '문자', en: 'SMS' },
  chat: { ko: '채팅', en: 'Chat' },
  visit: { ko: '방문', en: 'Visit' },
  'on-site': { ko: '현장', en: 'On site' },
};
